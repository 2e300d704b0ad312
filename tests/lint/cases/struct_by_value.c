/* Through a pointer in a struct that is passed. */
#include "struct_by_value.h"

static int value;
struct reference {
    int *target;
};

static void set(struct reference r, int x) {
    *r.target = x;
}

int put(int x) {
    struct reference r = {&value};
    set(r, x);
    return x;
}
