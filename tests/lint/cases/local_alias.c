/* Written through a copy of a pointer. */
#include "local_alias.h"
static int cells[8];

void put(int x) {
    int *p = cells + 2;
    int *q = p;
    q[1] = x;
}
