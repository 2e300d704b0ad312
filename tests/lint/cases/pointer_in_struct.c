/* A pointer in a struct on the stack. */
#include "pointer_in_struct.h"
struct sink {
    int *at;
};
static int cell;

static void drain(const struct sink *sink, int x) {
    *sink->at = x;
}

void put(int x) {
    struct sink sink = {&cell};
    drain(&sink, x);
}
