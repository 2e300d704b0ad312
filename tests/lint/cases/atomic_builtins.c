/* gcc's atomic functions on plain objects. */
#include "atomic_builtins.h"
static uint64_t last;
static int flag;

uint64_t next(void) {
    __atomic_store_n(&flag, 1, __ATOMIC_RELEASE);
    __sync_fetch_and_add(&flag, 1);
    return __atomic_fetch_add(&last, 1, __ATOMIC_RELAXED);
}
