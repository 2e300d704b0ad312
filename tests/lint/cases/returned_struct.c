/* Through a pointer in a struct that is returned. */
#include "returned_struct.h"

static int value;
struct reference {
    int *target;
};

static struct reference refer(void) {
    return (struct reference){&value};
}

int put(int x) {
    *refer().target = x;
    return x;
}
