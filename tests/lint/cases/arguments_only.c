/* What callers give is theirs. */
#include "arguments_only.h"
void scale(double *a, size_t n, double by) {
    double *end = a + n;
    while (a < end) {
        *a++ *= by;
    }
}
