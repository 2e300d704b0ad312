/* In functions that call each other. */
#include "mutual_recursion.h"

static int steps;

static int odd(int n);

int even(int n) {
    return n == 0 ? 1 : odd(n - 1);
}

static int odd(int n) {
    steps++;
    return n == 0 ? 0 : even(n - 1);
}
