/* An object of external linkage. */
#include "external.h"
uint64_t last;

uint64_t next(void) {
    last = last + 1;
    return last;
}
