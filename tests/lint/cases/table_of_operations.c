/* A function called through a const table of structs writes an object. */
#include "table_of_operations.h"

static int calls;

static int plain(int x) {
    return x + 1;
}

static int counted(int x) {
    calls++;
    return x;
}
struct operation {
    const char *name;
    int (*run)(int x);
};
static const struct operation operations[] = {
    {.name = "plain", .run = plain},
    {.name = "counted", .run = counted},
};

int run(int which, int x) {
    return operations[which & 1].run(x);
}
