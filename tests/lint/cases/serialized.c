/* Serialized functions are safe among themselves. */
#include "serialized.h"
static int value;

void put(int x) {
    value = x;
}

int get(void) {
    return value;
}
