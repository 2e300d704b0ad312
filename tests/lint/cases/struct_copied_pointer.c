/* A pointer copied with the struct that holds it. */
#include "struct_copied_pointer.h"

static int value;
struct reference {
    int *target;
    int spare;
};
static struct reference global = {&value, 0};

int put(int x) {
    struct reference mine = global;
    *mine.target = x;
    return x;
}
