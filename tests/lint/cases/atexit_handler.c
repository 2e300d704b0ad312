/* What atexit calls runs while other threads may. */
#include "atexit_handler.h"
#include <stdlib.h>

static int ended;

static void end(void) {
    ended = 1;
}

int start(void) {
    return atexit(end);
}
