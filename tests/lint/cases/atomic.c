/* Atomic types, by functions and by operators. */
#include "atomic.h"
#include <stdatomic.h>

static _Atomic uint64_t last;
static atomic_int used;
static atomic_flag busy = ATOMIC_FLAG_INIT;

uint64_t next(void) {
    atomic_store(&used, 1);
    while (atomic_flag_test_and_set(&busy)) {
    }
    atomic_flag_clear(&busy);
    return atomic_fetch_add(&last, 1) + ++last;
}
