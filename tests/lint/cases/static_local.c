/* A static local is one object for all threads. */
#include "static_local.h"
uint64_t next(void) {
    static uint64_t last;
    return ++last;
}
