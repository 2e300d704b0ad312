/* A method in a struct writes through another pointer in it. */
#include "nested_function_pointer.h"

static int total;
struct visitor {
    void (*visit)(const struct visitor *self, int x);
    int *sum;
};

static void add(const struct visitor *self, int x) {
    *self->sum += x;
}

static void each(const struct visitor *visitor, int x) {
    visitor->visit(visitor, x);
}

int run(int x) {
    struct visitor visitor = {add, &total};
    each(&visitor, x);
    return x;
}
