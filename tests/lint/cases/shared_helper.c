/* The author answers for a function inside. */
#include "shared_helper.h"
static int value;
static int made;

UNGIL_SHARED("all threads would write the same")
static void make(void) {
    value = 7;
    made = 1;
}

int get(void) {
    make();
    return value + made;
}
