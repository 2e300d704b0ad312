/* The author answers for a function. */
#include "shared_function.h"
static int value;

void configure(int x) {
    value = x;
}

int get(void) {
    return value;
}
