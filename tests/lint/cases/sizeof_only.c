/* sizeof does not evaluate. Silent. */
#include "sizeof_only.h"

static int table[16];

int size(void) {
    return (int)(sizeof table / sizeof table[0]) + (int)sizeof(table[0]++);
}
