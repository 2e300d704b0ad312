/* Three functions, one object: one report. */
#include "once_an_object.h"
static int value;

void a(void) {
    value = 1;
}

void b(void) {
    value = 2;
}

int c(void) {
    return value;
}
