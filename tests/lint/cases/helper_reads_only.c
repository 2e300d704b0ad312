/* Not const, but nobody writes it: the helper only reads. */
#include "helper_reads_only.h"
static uint64_t table[4] = {1, 2, 3, 4};

static uint64_t sum(uint64_t *p, size_t n) {
    uint64_t total = 0;
    for (size_t i = 0; i < n; i++) {
        total += p[i];
    }
    return total;
}

uint64_t next(void) {
    return sum(table, 4);
}
