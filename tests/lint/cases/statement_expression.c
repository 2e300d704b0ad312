/* In GNU C's statement expression. */
#include "statement_expression.h"

static int comparisons;
#define MAX(a, b)                                                                                  \
    __extension__({                                                                                \
        int left = (a), right = (b);                                                               \
        comparisons++;                                                                             \
        left > right ? left : right;                                                               \
    })
int larger(int a, int b) {
    return MAX(a, b);
}
