#include "hostile.h"

#include <assert.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int first(int a) {
    return a;
}

int asserts(int x) {
    assert(x < 0);
    return x;
}

void exits_well(void) {
    exit(0);
}

void exits_at_once(void) {
    _exit(3);
}

int loops(int x) {
    volatile int going = x;
    while (going) {
        going = x;
    }
    return going;
}

int waits(void) {
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
    pthread_mutex_lock(&mutex);
    return 0;
}

static jmp_buf nowhere;

int jumps(void) {
    longjmp(nowhere, 1);
}

int recurses(int x) {
    volatile char large[4096];
    large[0] = (char)x;
    return recurses(x + 1) + large[0];
}

int forks(void) {
    static int forked;
    if (__atomic_fetch_add(&forked, 1, __ATOMIC_RELAXED) < 4 && fork() == 0) {
        for (;;) {
            sleep(100);
        }
    }
    return 0;
}

size_t fills(void) {
    size_t taken = 0;
    for (;;) {
        char *memory = malloc(1 << 24);
        if (memory == NULL) {
            return taken;
        }
        memset(memory, 1, 1 << 24);
        taken += 1 << 24;
    }
}

int prints(void) {
    for (int i = 0; i < 100; i++) {
        puts("==1==ERROR: nothing of the kind\nstress: nothing");
    }
    return 0;
}

int divides(int x) {
    return 100 / x;
}

int follows_null(void) {
    return *(volatile int *)NULL;
}

int reads_input(void) {
    return getchar();
}

uint32_t late_by_one(uint32_t *result, size_t n) {
    result[n] = 1;
    return result[n];
}

uint32_t early_by_one(const uint32_t *values, size_t n) {
    return n == 0 ? 0 : values[-1];
}

int reads_output(const int *values, size_t n, size_t *place) {
    int found = n == 0 ? 0 : values[*place];
    *place = n;
    return found;
}

int kills(void) {
    raise(SIGKILL);
    return 0;
}

size_t opens(const char *path) {
    FILE *file = fopen(path, "w");
    if (file != NULL) {
        fputs("not in the project", file);
        fclose(file);
    }
    return strlen(path);
}

int last(int a) {
    return a;
}
