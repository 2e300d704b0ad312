/* Tables that are const, or that nobody writes. */
#include "const_table.h"
static const int values[] = {1, 2, 3};
static const char *const names[] = {"a", "b", "c"};
static const char *words[] = {"x", "y", "z"};

int get(int i) {
    return values[i] + names[i][0] + words[i][0];
}
