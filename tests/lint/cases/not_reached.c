/* What writes it is not exported. */
#include "not_reached.h"
static int value = 1;

void set(int x);

void set(int x) {
    value = x;
}

int get(void) {
    return value;
}
