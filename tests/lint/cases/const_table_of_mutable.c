/* The table is const, the objects that it points to are not. */
#include "const_table_of_mutable.h"

static int first, second;
static int *const slots[] = {&first, &second};

int bump(int which) {
    return ++*slots[which & 1];
}
