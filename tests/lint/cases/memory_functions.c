/* Written by the C library. */
#include "memory_functions.h"
#include <string.h>

static char buffer[16];

void clear(void) {
    memset(buffer, 0, sizeof buffer);
}
