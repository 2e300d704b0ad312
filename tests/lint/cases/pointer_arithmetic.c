/* Compound assignment through a pointer that has moved. */
#include "pointer_arithmetic.h"

static int cells[16];

int put(int i, int x) {
    int *cell = cells;
    cell += i & 15;
    *cell-- += x;
    return *(cells + (i & 15));
}
