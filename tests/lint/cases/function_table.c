/* Reached through a table of functions. */
#include "function_table.h"
static int count;

static void one(void) {
    count = 1;
}

static void (*const table[])(void) = {one};

void run(int which) {
    table[which]();
}
