/* An object declared inside the function. */
#include "extern_in_function.h"

int tick(void) {
    extern int ticks;
    return ++ticks;
}
int ticks = 5;
