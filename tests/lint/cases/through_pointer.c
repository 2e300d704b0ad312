/* Written through a pointer that the helper was given. */
#include "through_pointer.h"
static uint64_t last;

static void bump(uint64_t *p) {
    (*p)++;
}

uint64_t next(void) {
    bump(&last);
    return 0;
}
