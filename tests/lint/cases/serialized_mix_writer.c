/* The one that writes is not serialized. */
#include "serialized_mix_writer.h"
static int value;

void put(int x) {
    value = x;
}

int get(void) {
    return value;
}
