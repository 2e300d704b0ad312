/* One of two objects: both are reported. */
#include "conditional_pointer.h"
static int left;
static int right;

void put(int which) {
    int *p = which ? &left : &right;
    *p = 1;
}
