/* A static in an inline function of the header, bound itself and called by another. */
#include "header_inline.h"

int twice(void) {
    return next_number() + next_number();
}
