/* Nothing writes them. Silent. */
#include "read_only_global.h"

static int table[4] = {1, 2, 3, 4};
static const char *names[] = {"a", "b"};

int get(int i) {
    return table[i & 3] + names[i & 1][0];
}
