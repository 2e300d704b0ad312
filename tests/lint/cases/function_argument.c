/* Reached through a function that a helper is given. */
#include "function_argument.h"
static int count;

static void one(int *p) {
    *p = 1;
}

static void apply(void (*f)(int *), int *p) {
    f(p);
}

void run(void) {
    apply(one, &count);
}
