/* A function pointer that one function sets and another calls through. */
#include "hook.h"

static int plus(int x) {
    return x + 1;
}

static int minus(int x) {
    return x - 1;
}
static int (*hook)(int) = plus;

void set_hook(int x) {
    hook = x > 0 ? plus : minus;
}

int run(int x) {
    return hook(x);
}
