/* volatile is no help. */
#include "volatile.h"
static volatile uint64_t last;

uint64_t next(void) {
    return ++last;
}
