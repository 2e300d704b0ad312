/* volatile. */
#include "volatile_counter.h"

static volatile int ticks;

int tick(void) {
    ticks += 1;
    return ticks;
}
