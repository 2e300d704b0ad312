/* Filled before main. Silent. */
#include "constructor_function.h"

static int table[16];
__attribute__((constructor)) static void make(void) {
    for (int i = 0; i < 16; i++) {
        table[i] = i * i;
    }
}

int get(int i) {
    return table[i & 15];
}
