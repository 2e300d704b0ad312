/* An object without a name, which only the object file has: incomplete. */
#include "compound_literal.h"

static int *place = &(int){0};

int next(void) {
    return ++*place;
}
