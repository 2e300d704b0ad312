/* A weak object. */
#include "weak_symbol.h"

__attribute__((weak)) int setting = 1;

int get(void) {
    return setting;
}

void put(int x) {
    setting = x;
}
