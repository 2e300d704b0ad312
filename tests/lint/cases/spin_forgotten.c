/* One reader does not take the spin lock. */
#include "spin_forgotten.h"
#include <stdatomic.h>

static atomic_flag busy = ATOMIC_FLAG_INIT;
static int count;

int count_up(void) {
    while (atomic_flag_test_and_set(&busy)) {
    }
    int now = ++count;
    atomic_flag_clear(&busy);
    return now;
}

int look(void) {
    return count;
}
