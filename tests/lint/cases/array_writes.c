/* An element of an array of arrays. */
#include "array_writes.h"
static int cells[8][2];

void put(size_t i, int x) {
    cells[i][1] = x;
}
