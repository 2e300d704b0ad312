/* drawing.h: arguments drawn at random, and what there is to know of a function that takes them. */
#ifndef UNGIL_DRAWING_H
#define UNGIL_DRAWING_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- random numbers: splitmix64 (Steele, Lea, Flood 2014), the same for the same seed -------- */

typedef struct {
    uint64_t state;
    int thread; /* whose numbers these are */
} ungil_random;

static inline uint64_t ungil_bits(ungil_random *random) {
    uint64_t z = (random->state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* A number from low to high, both included; one of the two every fourth time. */
static inline uint64_t ungil_between_unsigned(ungil_random *random, uint64_t low, uint64_t high) {
    uint64_t bits = ungil_bits(random);
    if (bits % 4 == 0) {
        return bits & 4 ? low : high;
    }
    uint64_t span = high - low;
    return span == UINT64_MAX ? bits : low + (bits >> 3) % (span + 1);
}

static inline int64_t ungil_between_signed(ungil_random *random, int64_t low, int64_t high) {
    /* Two's complement: the distance is right even where high - low would overflow. */
    uint64_t distance = ungil_between_unsigned(random, 0, (uint64_t)high - (uint64_t)low);
    return (int64_t)((uint64_t)low + distance);
}

/* A number of integer type T. */
#define UNGIL_BETWEEN(T, random, low, high)                                                        \
    ((T)((T) - 1 > (T)0 ? (T)ungil_between_unsigned(random, (uint64_t)(low), (uint64_t)(high))     \
                        : (T)ungil_between_signed(random, (int64_t)(low), (int64_t)(high))))

static inline double ungil_between_real(ungil_random *random, double low, double high) {
    double part = (double)(ungil_bits(random) >> 11) / 9007199254740992.0; /* 2^53 */
    return low + (high - low) * part;
}

/* A length: where off-by-one errors show. */
static inline size_t ungil_length(ungil_random *random) {
    unsigned power = (unsigned)(ungil_bits(random) % 13); /* 1 to 4096 */
    size_t length = ((size_t)1 << power) + (size_t)(ungil_bits(random) % 3) - 1;
    return length;
}

/* --- arrays of exact size, so that the byte behind is not theirs ------------------------------ */

/* What one array may take: more would make slow functions too slow to see anything. */
enum { UNGIL_LARGEST = 1 << 18 };

static inline void *ungil_array(size_t size) {
    void *memory = calloc(size > 0 ? size : 1, 1);
    if (memory == NULL) {
        fputs("stress: out of memory\n", stderr);
        exit(2);
    }
    if (size == 0) { /* not one byte may be touched */
        free(memory);
        memory = malloc(0);
    }
    return memory;
}

/* What C is to write, and not to read before: nothing that it could use. */
static inline void *ungil_junk(size_t size) {
    return memset(ungil_array(size), 0xBE, size);
}

/* Printable characters. As the name of a file it stays in the current folder. */
static inline char *ungil_text(ungil_random *random) {
    size_t length = ungil_length(random) % 300;
    char *text = ungil_array(length + 1);
    for (size_t i = 0; i < length; i++) {
        char c = (char)(' ' + ungil_bits(random) % 95);
        bool leads_out = (c == '/' && i == 0) || (c == '.' && i > 0 && text[i - 1] == '.');
        text[i] = leads_out ? '_' : c;
    }
    return text;
}

static inline void ungil_read_text(const char *text) {
    volatile size_t length = text == NULL ? 0 : strlen(text);
    (void)length;
}

static inline void ungil_read(const void *memory, size_t size) {
    volatile unsigned char sum = 0;
    for (size_t i = 0; i < size && memory != NULL; i++) {
        sum = (unsigned char)(sum + ((const unsigned char *)memory)[i]);
    }
}

/* --- what the generated part says --------------------------------------------------------------
 * draw: makes what the threads share, returns false where the draw does not meet the conditions.
 * call: `keep` gets the object that the function makes; without, that is destroyed at once.
 */
struct ungil_object;

typedef struct {
    const char *name;
    bool (*draw)(ungil_random *random, void *shared);
    void (*call)(ungil_random *random, const void *shared, struct ungil_object *keep);
    void (*let_go)(void *shared);
} ungil_function;

extern const ungil_function ungil_functions[];
extern const size_t ungil_function_count;

enum { UNGIL_SHARED_SIZE = 2048, UNGIL_THREADS_MOST = 16, UNGIL_TRIES = 1000 };

/* UNGIL_SERIALIZED, as the module's own lock does it. */
static inline pthread_mutex_t *ungil_serial(void) {
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    return &mutex;
}

/* For callbacks that are given no context. */
static inline ungil_random *ungil_unasked(void) {
    static _Thread_local ungil_random random;
    return &random;
}

/* Of all threads. */
static struct {
    int threads;
    uint64_t seed;
    bool apart; /* in this round each thread has objects of its own */
    bool over;
} ungil_run;

#endif
