/* The write is in a macro. */
#include "macro.h"
static uint64_t last;
#define BUMP(x) ((x)++)

uint64_t next(void) {
    return BUMP(last);
}
