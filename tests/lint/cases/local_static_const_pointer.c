/* A const table of strings. Silent. */
#include "local_static_const_pointer.h"

const char *name(int i) {
    static const char *const names[] = {"zero", "one"};
    return names[i & 1];
}
