/* Pointers that another function has put into an array of structs. */
#include "struct_array_pointer.h"

static int values[4];
struct reference {
    int *target;
};

static void fill(struct reference *references, int count) {
    for (int i = 0; i < count; i++) {
        references[i] = (struct reference){.target = values + i};
    }
}

int put(int i, int x) {
    struct reference references[4];
    fill(references, 4);
    *references[i & 3].target = x;
    return x;
}
