#include "kernels.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#ifndef TIMES
#define TIMES 1 /* how often total() goes over its array: a test makes it slower on purpose */
#endif

struct table {
    uint32_t n;
    uint32_t *values;
};

double total(const double *a, word n) {
    double sum = 0;
    for (int k = 0; k < TIMES; k++) {
        for (size_t i = 0; i < n; i++) {
            sum += a[i];
        }
    }
    return sum;
}

void matmul(const double *a, const double *b, double *c, size_t m, size_t k, size_t n) {
    for (size_t i = 0; i < m * n; i++) {
        c[i] = 0;
        for (size_t l = 0; l < k; l++) {
            c[i] += a[i / n * k + l] * b[l * n + i % n];
        }
    }
}

size_t odd(const unsigned char *a, size_t n, unsigned char *out) {
    size_t written = 0;
    for (size_t i = 0; i < n; i++) {
        if (a[i] & 1) {
            out[written++] = a[i];
        }
    }
    return written;
}

int pack(unsigned char *packed, size_t *size, const unsigned char *source, size_t n) {
    if (*size < n) {
        return 1;
    }
    memcpy(packed, source, n);
    *size = n;
    return 0;
}

void bounds(const float *a, size_t n, float *low, float *high) {
    *low = *high = a[0];
    for (size_t i = 1; i < n; i++) {
        *low = a[i] < *low ? a[i] : *low;
        *high = a[i] > *high ? a[i] : *high;
    }
}

int both(int8_t a, bool b) {
    return a + b;
}

double half(double x) {
    return x / 2;
}

size_t length(const char *text) {
    return strlen(text);
}

char *greeting(const char *name) {
    char *made = malloc(strlen(name) + 7);
    return made == NULL ? NULL : strcat(strcpy(made, "hello "), name);
}

int unnamed(int a, int b) {
    return a + b;
}

void loud(int x) {
    printf("loud %d\n", x);
}

void nap(uint32_t milliseconds) {
    const struct timespec wanted = {0, (long)milliseconds * 1000000};
    nanosleep(&wanted, NULL);
}

table *table_new(uint32_t n) {
    table *made = malloc(sizeof(*made));
    if (made != NULL) {
        *made = (table){n, calloc(n, sizeof(uint32_t))};
    }
    return made;
}

void table_free(table *t) {
    free(t->values);
    free(t);
}

int table_put(table *t, uint32_t key) {
    return (int)++t->values[key % t->n];
}

double norm(point p) {
    return p.x * p.x + p.y * p.y;
}

int each(int (*f)(void *, int), void *c) {
    return f(c, 3);
}

int impossible(int a) {
    return a;
}

void crash(const char *a, size_t n) {
    (void)a;
    *(volatile size_t *)NULL = n;
}

int refuse(int a) {
    return a;
}
