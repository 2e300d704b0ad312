/* stress.h: calls functions from several threads at once, with arguments drawn at random.
 *
 * The generated part defines ungil_functions[]: for each function how to draw what all threads
 * share, how to call it, and how to let go. This part has the threads. A round is: draw, let all
 * threads go at once, wait for all, let go.
 *
 * Rounds need two barriers in turn. With a single one, a fast thread's next arrival would come
 * before a slow one's wake-up: to the thread sanitizer that orders them, and it misses races.
 */
#ifndef UNGIL_STRESS_H
#define UNGIL_STRESS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* --- random numbers: splitmix64 (Steele, Lea, Flood 2014), the same for the same seed -------- */

typedef struct {
    uint64_t state;
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

static inline char *ungil_text(ungil_random *random) {
    size_t length = ungil_length(random) % 300;
    char *text = ungil_array(length + 1);
    for (size_t i = 0; i < length; i++) {
        text[i] = (char)(' ' + ungil_bits(random) % 95);
    }
    return text;
}

static inline void ungil_read_text(const char *text) {
    volatile size_t length = text == NULL ? 0 : strlen(text);
    (void)length;
}

/* --- what the generated part says --------------------------------------------------------------
 * draw: makes what the threads share, returns false where the draw does not meet the conditions.
 */
typedef struct {
    const char *name;
    bool (*draw)(ungil_random *random, void *shared);
    void (*call)(ungil_random *random, const void *shared);
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

/* --- threads and rounds ------------------------------------------------------------------------
 */

typedef struct {
    size_t function;
    bool drawn;
    _Alignas(max_align_t) unsigned char shared[UNGIL_SHARED_SIZE];
} ungil_turn;

static struct {
    int threads;
    uint64_t seed;
    bool over;
    ungil_turn turns[UNGIL_THREADS_MOST];
    int which[UNGIL_THREADS_MOST]; /* the turn of each thread */
    pthread_barrier_t begin;
    pthread_barrier_t end;
} ungil_run;

static void *ungil_thread(void *number) {
    int self = (int)(intptr_t)number;
    ungil_random random = {ungil_run.seed + 7919u * (uint64_t)(self + 1)};
    for (;;) {
        pthread_barrier_wait(&ungil_run.begin);
        if (ungil_run.over) {
            return NULL;
        }
        const ungil_turn *turn = &ungil_run.turns[ungil_run.which[self]];
        if (turn->drawn) {
            ungil_functions[turn->function].call(&random, turn->shared);
        }
        pthread_barrier_wait(&ungil_run.end);
    }
}

static bool ungil_draw(ungil_random *random, ungil_turn *turn, size_t function) {
    turn->function = function;
    turn->drawn = false;
    for (int i = 0; i < UNGIL_TRIES && !turn->drawn; i++) {
        turn->drawn = ungil_functions[function].draw(random, turn->shared);
    }
    return turn->drawn;
}

static double ungil_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Draws for a round: one function for all threads, or one for each. Returns how many. */
static int ungil_draw_round(ungil_random *random, const size_t *chosen, size_t count, bool mixed) {
    int turns = mixed ? ungil_run.threads : 1;
    for (int i = 0; i < turns; i++) {
        size_t function = chosen[ungil_bits(random) % count];
        if (!ungil_draw(random, &ungil_run.turns[i], function) && !mixed) {
            return 0;
        }
    }
    for (int i = 0; i < ungil_run.threads; i++) {
        ungil_run.which[i] = mixed ? i : 0;
    }
    return turns;
}

/* Runs rounds for some seconds, at least 100 of them within ten times that. Returns how many. */
static long ungil_rounds(const size_t *chosen, size_t count, bool mixed, double seconds) {
    ungil_random random = {ungil_run.seed};
    double start = ungil_seconds();
    long rounds = 0;
    for (;;) {
        double passed = ungil_seconds() - start;
        if (passed > seconds && (rounds >= 100 || passed > 10 * seconds)) {
            break;
        }
        int turns = ungil_draw_round(&random, chosen, count, mixed);
        if (turns == 0) {
            break;
        }
        pthread_barrier_wait(&ungil_run.begin);
        pthread_barrier_wait(&ungil_run.end);
        for (int i = 0; i < turns; i++) {
            if (ungil_run.turns[i].drawn) {
                ungil_functions[ungil_run.turns[i].function].let_go(ungil_run.turns[i].shared);
            }
        }
        rounds++;
    }
    ungil_run.over = true;
    pthread_barrier_wait(&ungil_run.begin);
    return rounds;
}

/* stress THREADS SEED MILLISECONDS NAME...: one name alone, several of them mixed.
 * Status 3: no draw met the conditions. */
static int ungil_main(int count, char **arguments) {
    if (count < 5) {
        return 2;
    }
    bool mixed = count > 5;
    size_t *chosen = calloc((size_t)count, sizeof *chosen);
    size_t known = 0;
    for (int i = 4; i < count && chosen != NULL; i++) {
        for (size_t k = 0; k < ungil_function_count; k++) {
            if (strcmp(arguments[i], ungil_functions[k].name) == 0) {
                chosen[known++] = k;
            }
        }
    }
    ungil_run.threads = atoi(arguments[1]);
    ungil_run.seed = strtoull(arguments[2], NULL, 10);
    if (known == 0 || ungil_run.threads < 1 || ungil_run.threads > UNGIL_THREADS_MOST) {
        free(chosen);
        return 2;
    }
    unsigned parties = (unsigned)ungil_run.threads + 1;
    pthread_barrier_init(&ungil_run.begin, NULL, parties);
    pthread_barrier_init(&ungil_run.end, NULL, parties);
    pthread_t threads[UNGIL_THREADS_MOST];
    for (int i = 0; i < ungil_run.threads; i++) {
        if (pthread_create(&threads[i], NULL, ungil_thread, (void *)(intptr_t)i) != 0) {
            fputs("stress: no more threads\n", stderr);
            exit(2);
        }
    }
    long rounds = ungil_rounds(chosen, known, mixed, atof(arguments[3]) / 1000);
    for (int i = 0; i < ungil_run.threads; i++) {
        pthread_join(threads[i], NULL);
    }
    free(chosen);
    return rounds == 0 ? 3 : 0;
}

#endif
