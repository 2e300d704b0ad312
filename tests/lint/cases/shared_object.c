/* The author says why an object may be shared. */
#include "shared_object.h"
UNGIL_SHARED("set before threads start")
static int value;

void put(int x) {
    value = x;
}

int get(void) {
    return value;
}
