/* A spin lock by gcc's builtins, on a plain bool. Silent. */
#include "atomic_builtin_spin.h"
#include <stdbool.h>

static bool busy;
static int count;

int count_up(void) {
    while (__atomic_test_and_set(&busy, __ATOMIC_ACQUIRE)) {
    }
    int now = ++count;
    __atomic_clear(&busy, __ATOMIC_RELEASE);
    return now;
}
