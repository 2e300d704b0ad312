#include "kernels.h"

void add_arrays(const double *a, const double *b, double *result, size_t n) {
    for (size_t i = 0; i < n; i++) {
        result[i] = a[i] + b[i];
    }
}
