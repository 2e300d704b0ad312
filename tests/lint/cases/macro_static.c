/* A macro defines the objects. */
#include "macro_static.h"

#define COUNTER(name)                                                                              \
    static int name##_count;                                                                       \
    int name(void) {                                                                               \
        return ++name##_count;                                                                     \
    }
COUNTER(tick)
COUNTER(tock)
