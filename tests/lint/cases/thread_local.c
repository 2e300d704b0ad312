/* Each thread has its own. */
#include "thread_local.h"
static _Thread_local uint64_t last;

uint64_t next(void) {
    return ++last;
}
