/* UNGIL_HOLD keeps out one interpreter's threads only. */
#include "hold.h"
static int value;

void put(int x) {
    value = x;
}

int get(void) {
    return value;
}
