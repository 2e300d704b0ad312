/* Compare and exchange. */
#include "atomic_exchange.h"
#include <stdatomic.h>

static _Atomic uint64_t last;

uint64_t next(void) {
    uint64_t seen = atomic_load_explicit(&last, memory_order_relaxed);
    while (!atomic_compare_exchange_weak(&last, &seen, seen + 1)) {
    }
    return seen;
}
