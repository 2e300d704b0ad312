/* Through a pointer to one of two. */
#include "comma_and_ternary.h"

static int a, b;

int put(int x) {
    int *target = x > 0 ? &a : &b;
    return (*target = x, x + 1);
}
