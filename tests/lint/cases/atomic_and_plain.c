/* Written atomically, read plainly. */
#include "atomic_and_plain.h"
static uint64_t last;

uint64_t next(void) {
    return __atomic_fetch_add(&last, 1, __ATOMIC_RELAXED);
}

uint64_t get(void) {
    return last;
}
