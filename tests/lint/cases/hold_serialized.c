/* Held and serialized. */
#include "hold_serialized.h"
static int value;

void put(int x) {
    value = x;
}
