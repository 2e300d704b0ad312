/* getenv() beside setenv() is not. */
#include "getenv_setenv.h"
#define _POSIX_C_SOURCE 200809L
#include <stdlib.h>

int has_home(void) {
    return getenv("HOME") != NULL;
}

void move(void) {
    setenv("HOME", "/", 1);
}
