/* A static in an inline function. */
#include "inline_static.h"

static inline int number(void) {
    static int last;
    return ++last;
}

int next_number(void) {
    return number();
}
