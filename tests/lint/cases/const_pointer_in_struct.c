/* Const tables of pointers to const tables. Silent. */
#include "const_pointer_in_struct.h"

static const int primes[] = {2, 3, 5, 7};
static const int squares[] = {1, 4, 9, 16};
struct table {
    const int *values;
    int count;
};
static const struct table tables[] = {{primes, 4}, {squares, 4}};

int look(int which) {
    const struct table *table = &tables[which & 1];
    return table->values[which % table->count];
}
