/* A function called through an array on the stack. */
#include "array_of_functions.h"

static int runs;

static int none(void) {
    return 0;
}

static int one(void) {
    return ++runs;
}
typedef int (*step)(void);

int run(int which) {
    step steps[2];
    steps[0] = none;
    steps[1] = one;
    return steps[which & 1]();
}
