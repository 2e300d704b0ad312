/* The first call allocates. */
#include "lazy_heap.h"
#include <stdlib.h>

static int *cache;

int at(int i) {
    if (cache == NULL) {
        cache = calloc(256, sizeof *cache);
    }
    return cache == NULL ? 0 : cache[i & 255];
}
