/* Written through a pointer that never changes itself. */
#include "global_pointer.h"
static char buffer[16];
static char *const cursor = buffer;

void put(char x) {
    *cursor = x;
}
