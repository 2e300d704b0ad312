/* In a function that calls itself. */
#include "recursion.h"

static int deepest;

int depth(int n) {
    if (n > deepest) {
        deepest = n;
    }
    return n <= 0 ? 0 : 1 + depth(n - 1);
}
