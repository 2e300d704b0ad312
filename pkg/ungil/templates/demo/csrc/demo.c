#include "demo.h"

double compute_pi(uint64_t iterations) {
    double sum = 0.0, numerator = 4.0;
    for (uint64_t k = 0; k < iterations; k++) {
        sum += numerator / (2.0 * (double)k + 1.0);
        numerator = -numerator;
    }
    return sum;
}

double compute_pi_held(uint64_t iterations) {
    return compute_pi(iterations);
}

int32_t add(int32_t a, int32_t b) {
    return (int32_t)((uint32_t)a + (uint32_t)b); /* wraps, as unsigned does */
}

void add_arrays(const int32_t *a, const int32_t *b, int32_t *result, size_t n) {
    for (size_t i = 0; i < n; i++) {
        result[i] = add(a[i], b[i]);
    }
}
