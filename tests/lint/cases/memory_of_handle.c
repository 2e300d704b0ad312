/* The counter of all objects is shared; what a handle stands for is the caller's. */
#include "memory_of_handle.h"
#include <stdlib.h>

struct box {
    int value;
};
static int made;

box *box_new(void) {
    made++;
    return calloc(1, sizeof(box));
}

void box_free(box *b) {
    free(b);
}

void box_put(box *b, int x) {
    b->value = x;
}
