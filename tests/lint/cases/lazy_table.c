/* A table that is filled at first use: two objects, two reports. */
#include "lazy_table.h"
static int ready;
static int table[256];

int lookup(int i) {
    if (!ready) {
        for (int k = 0; k < 256; k++) {
            table[k] = k * k;
        }
        ready = 1;
    }
    return table[i];
}
