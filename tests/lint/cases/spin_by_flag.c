/* A spin lock by atomic_flag. Silent. */
#include "spin_by_flag.h"
#include <stdatomic.h>

static atomic_flag busy = ATOMIC_FLAG_INIT;
static int count;

int count_up(void) {
    while (atomic_flag_test_and_set_explicit(&busy, memory_order_acquire)) {
    }
    int now = ++count;
    atomic_flag_clear_explicit(&busy, memory_order_release);
    return now;
}
