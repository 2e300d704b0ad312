/* An object shared with a function that is not serialized. */
#include "serialized_mix.h"
static int value;

void put(int x) {
    value = x;
}

int get(void) {
    return value;
}
