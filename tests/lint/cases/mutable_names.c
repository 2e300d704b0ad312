/* The strings are const, the table is not. */
#include "mutable_names.h"

static const char *names[] = {"zero", "one"};
const char *name(int i) {
    return names[i & 1];
}

void rename_it(int i) {
    names[i & 1] = "other";
}
