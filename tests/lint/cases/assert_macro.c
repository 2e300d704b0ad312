/* A write inside assert(). */
#include "assert_macro.h"
#include <assert.h>

static int checks;

int check(int x) {
    assert(checks++ < 100000 && x);
    return x;
}
