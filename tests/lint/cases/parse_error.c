/* What libclang cannot read it cannot judge. */
#include "parse_error.h"
static uint64_t last;

uint64_t next(void) {
    last += undeclared(last);
    return last;
}
