/* Known trap: a pointer that has been an integer is not followed, so silent. */
#include "integer_pointer.h"
#include <stdint.h>

static int value;

int put(int x) {
    uintptr_t address = (uintptr_t)&value;
    *(int *)address = x;
    return x;
}
