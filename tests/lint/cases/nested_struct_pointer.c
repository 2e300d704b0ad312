/* Through a pointer in a struct in a struct. */
#include "nested_struct_pointer.h"

static int value;
struct inner {
    int *target;
};
struct outer {
    struct inner inner;
};

int put(int x) {
    struct outer o = {.inner = {.target = &value}};
    *o.inner.target = x;
    return x;
}
