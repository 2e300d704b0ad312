/* The flag is cleared too early. */
#include "after_flag_is_cleared.h"
#include <stdatomic.h>

static atomic_flag busy = ATOMIC_FLAG_INIT;
static int count;

int count_up(void) {
    while (atomic_flag_test_and_set(&busy)) {
    }
    atomic_flag_clear(&busy);
    return ++count;
}
