#include "objects.h"

#include <stdlib.h>

struct counter {
    int64_t value;
    int64_t cache;
};

struct view {
    const counter *of;
    const int32_t *weights;
    size_t n;
};

counter *counter_new(int64_t start) {
    counter *c = malloc(sizeof *c);
    if (c != NULL) {
        c->value = start;
        c->cache = -1;
    }
    return c;
}

void counter_free(counter *c) {
    free(c);
}

void counter_add(counter *c, int64_t by) {
    c->value += by;
}

int64_t counter_value(const counter *c) {
    return c->value;
}

void counter_move(counter *into, counter *from) {
    into->value += from->value;
    from->value = 0;
}

int64_t counter_end(counter *c) {
    int64_t value = c->value;
    counter_free(c);
    return value;
}

int view_new(const counter *c, const int32_t *weights, size_t n, view **v) {
    if (n == 2) {
        return 1;
    }
    *v = malloc(sizeof **v);
    if (*v == NULL) {
        return 2;
    }
    **v = (view){c, weights, n};
    return 0;
}

void view_free(view *v) {
    free(v);
}

int64_t view_total(const view *v, const counter *other) {
    int64_t total = other == NULL ? 0 : other->value & 1;
    for (size_t i = 0; i < v->n; i++) {
        total += v->weights[i];
    }
    return total;
}

void dice_seed(dice *d, uint64_t seed) {
    d->state = seed;
}

int dice_throw(dice *d) {
    d->state = d->state * UINT64_C(6364136223846793005) + 1;
    return (int)(d->state >> 60) % 6 + 1;
}

int64_t counter_cached(const counter *c) {
    if (c->cache < 0) {
        ((counter *)c)->cache = c->value * 2;
    }
    return c->cache;
}

static int additions;

void counter_count(counter *c) {
    c->value++;
    additions++;
}

static int64_t number;

counter *counter_numbered(void) {
    return counter_new(++number);
}

int64_t view_beyond(const view *v) {
    return v->weights[v->n];
}

void counter_twice(counter *c) {
    counter_free(c);
    counter_free(c);
}

int64_t sum(int (*f)(void *context, int i), void *context, int n) {
    int64_t total = 0;
    for (int i = 0; i < n; i++) {
        total += f(context, i);
    }
    return total;
}

size_t pump(size_t (*read)(void *context, void *target, size_t room), void *context) {
    unsigned char buffer[64];
    size_t all = 0, got;
    while ((got = read(context, buffer, sizeof buffer)) > 0) {
        all += buffer[got - 1] + got;
    }
    return all;
}

int maybe(int (*f)(void *context), void *context) {
    return f == NULL ? 0 : f(context);
}

static int (*stash)(void *context);
static void *stash_context;

__attribute__((noinline)) static int call_stash(void) {
    return stash(stash_context);
}

int stashed(int (*f)(void *context), void *context) {
    stash = f;
    stash_context = context;
    return call_stash();
}

void short_rows(void (*row)(void *context, const double *values, size_t n), void *context) {
    double *values = calloc(3, sizeof *values);
    if (values != NULL) {
        row(context, values, 4);
    }
    free(values);
}

int file_size(const file *f) {
    return f == NULL ? 0 : 1;
}
