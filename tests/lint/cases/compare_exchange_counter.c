/* A counter by compare-exchange is no lock for what comes after it. */
#include "compare_exchange_counter.h"
#include <stdatomic.h>

static atomic_int count;
static int last;

int count_up(void) {
    int old = atomic_load(&count);
    while (!atomic_compare_exchange_weak(&count, &old, old + 1)) {
    }
    last = old;
    return old + 1;
}
