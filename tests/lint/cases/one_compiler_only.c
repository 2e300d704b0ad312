/* An object and a function of which only one compiler is told: incomplete. */
#include "one_compiler_only.h"

#ifdef __clang__
int helper(void);
#else
__attribute__((weak)) int hidden = 1;

__attribute__((weak)) int helper(void) {
    return ++hidden;
}

int look(void) {
    return hidden;
}
#endif

int count_up(void) {
    return helper();
}
