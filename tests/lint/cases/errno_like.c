/* A macro like errno, over a plain object. */
#include "errno_like.h"

static int *error_location(void) {
    static int error;
    return &error;
}
#define my_errno (*error_location())
int fail(int x) {
    my_errno = x;
    return -1;
}

int last_error(void) {
    return my_errno;
}
