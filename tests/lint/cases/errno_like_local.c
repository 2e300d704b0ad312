/* A macro like errno, over a thread-local object. Silent. */
#include "errno_like_local.h"

static int *error_location(void) {
    static _Thread_local int error;
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
