/* A file's global, written by a helper. */
#include "global.h"
static int shared_value;

static void bump(int n) {
    shared_value += n;
}

int bad_increment(int n) {
    bump(n);
    return shared_value;
}
