/* shared.h: what threads share, or do not, in the loops of benchmarks/free_threaded.py. */
#pragma once

#include "ungil.h"

#include <stddef.h>
#include <stdint.h>

typedef struct box box;

box *UNGIL_OWNED(box_free) box_new(void);
void box_free(box *b);
int box_add(box *b, int n) UNGIL_HOLD;
int hold(int a, int b) UNGIL_HOLD;
int release(int a, int b) UNGIL_RELEASE;
int automatic(int a, int b) UNGIL_AUTO;
int serialized(int a, int b) UNGIL_SERIALIZED;
int first(const int32_t *UNGIL_COUNTED_BY(n) a, size_t n) UNGIL_HOLD;
