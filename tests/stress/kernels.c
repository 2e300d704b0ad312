#include "kernels.h"

#include <stdlib.h>
#include <string.h>

int add(int a, int b) {
    return a + b;
}

void add_arrays(const int32_t *a, const int32_t *b, int32_t *result, size_t n) {
    for (size_t i = 0; i < n; i++) {
        result[i] = (int32_t)((uint32_t)a[i] + (uint32_t)b[i]);
    }
}

void multiply(const double *a, const double *b, double *c, size_t m, size_t k, size_t n) {
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < n; j++) {
            double sum = 0;
            for (size_t l = 0; l < k; l++) {
                sum += a[i * k + l] * b[l * n + j];
            }
            c[i * n + j] = sum;
        }
    }
}

size_t length(const char *text) {
    return text == NULL ? 0 : strlen(text);
}

int digit(const int *digits, size_t n) {
    static const int squares[10] = {0, 1, 4, 9, 16, 25, 36, 49, 64, 81};
    int sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += squares[digits[i]] % 2;
    }
    return sum;
}

uint64_t count_up(void) {
    static uint64_t count;
    return ++count;
}

size_t squeeze(unsigned char *to, size_t *size, const unsigned char *from, size_t n) {
    memcpy(to, from, n);
    to[n] = 0;
    *size = n + 1;
    return n;
}

unsigned checked(const unsigned char *bytes, size_t n) {
    static _Thread_local unsigned char buffer[1024];
    memcpy(buffer, bytes, n);
    return buffer[0] + buffer[n - 1];
}

static uint64_t shared_value;

uint64_t bad_increment(void) {
    return ++shared_value;
}

static int ready;
static int table[256];

int lookup(int i) {
    if (!ready) {
        for (int k = 0; k < 256; k++) {
            table[k] = k * k;
        }
        ready = 1;
    }
    return table[i];
}

static int level;

void set_level(int new_level) {
    level = new_level;
}

int get_level(void) {
    return level;
}

unsigned overrun(const unsigned char *bytes, size_t n) {
    static _Thread_local unsigned char buffer[1024];
    for (size_t i = 0; i < n; i++) {
        buffer[i] = bytes[i];
    }
    return buffer[0];
}

void scale(double *a, size_t n, double by) {
    for (size_t i = 0; i <= n; i++) {
        a[i] *= by;
    }
}

int shift(int by) {
    return 1 << by;
}

int hang(int x) {
    volatile int left = x;
    while (left) {
    }
    return 0;
}

int crash(int x) {
    if (x >= 0) {
        abort();
    }
    return x;
}

void nobody_draws(int x) {
    (void)x;
}

void configure(int x) {
    level = x;
}
