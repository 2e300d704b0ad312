/* Objects that live in C: opaque ones, one in ungil's memory, and one that depends on another. */
#ifndef HANDLES_H
#define HANDLES_H

#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

typedef struct store store;
typedef struct store_query store_query;
typedef struct foreign foreign;
typedef struct {
    uint64_t state;
} dice;

const char *store_explain(const store *s) UNGIL_SKIP;

void store_query_end(store_query *q) UNGIL_SKIP;

/** Opens a store, or makes it.
 *  @param path  where it lies */
int store_open(const char *UNGIL_NUL_TERMINATED path, store *UNGIL_OWNED(store_close) *UNGIL_OUT s)
    UNGIL_STATUS(store_explain(*s));

int store_close(store *UNGIL_CONSUMED s) UNGIL_STATUS();

/** Finds what a store holds between two keys. */
store_query *UNGIL_OWNED(store_query_end) UNGIL_OR_NULL
store_find(store *UNGIL_LIFETIMEBOUND s,
           const int64_t *UNGIL_COUNTED_BY(n) UNGIL_LIFETIMEBOUND keys,
           size_t n);

int64_t store_query_next(store_query *q, int64_t none);

int store_last(store *UNGIL_LIFETIMEBOUND s,
               store_query *UNGIL_OWNED(store_query_end) UNGIL_OR_NULL *UNGIL_OUT q)
    UNGIL_STATUS(store_explain(s));

int64_t store_merge(store *into, const store *UNGIL_OR_NULL from);

int store_watch(const store *s, foreign *UNGIL_OR_NULL hook);

void dice_seed(dice *UNGIL_OUT d, uint64_t seed);

int dice_throw(dice *d, int UNGIL_DEFAULT(6) sides);

int dice_close(dice *d);

#endif
