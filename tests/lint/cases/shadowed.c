/* Other variables of the object's name. Silent. */
#include "shadowed.h"

static int ticks;

int tick(int ticks) {
    ticks++;
    {
        int ticks = 3;
        ticks++;
    }
    return ticks;
}

int unused(void) {
    return ticks;
}
