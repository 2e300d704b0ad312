/* An operand of inline assembly. */
#include "inline_assembly.h"

static int count;

int bump(void) {
    __asm__("incl %0" : "+m"(count));
    return 0;
}
