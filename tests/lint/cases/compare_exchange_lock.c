/* A spin lock by compare-exchange. Silent. */
#include "compare_exchange_lock.h"
#include <stdatomic.h>
#include <stdbool.h>

static atomic_bool busy;
static int count;

int count_up(void) {
    bool expected = false;
    while (!atomic_compare_exchange_weak(&busy, &expected, true)) {
        expected = false;
    }
    int now = ++count;
    atomic_store(&busy, false);
    return now;
}
