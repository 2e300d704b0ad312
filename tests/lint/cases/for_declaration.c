/* In the third part of a for. */
#include "for_declaration.h"

static int seen;

int total(int n) {
    int sum = 0;
    for (int i = 0; i < n; seen = i, i++) {
        sum += i;
    }
    return sum;
}
