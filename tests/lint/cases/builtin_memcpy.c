/* By a builtin. */
#include "builtin_memcpy.h"
#include <stddef.h>

static int kept[16];

void put(const int *values, int n) {
    __builtin_memcpy(kept, values, sizeof(int) * (size_t)(n < 16 ? n : 16));
}
