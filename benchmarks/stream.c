/* The ruler of benchmarks.large: the "add" of the STREAM benchmark, c[j] = a[j] + b[j] on doubles.
 */
#include <stddef.h>

void stream_add(const double *restrict a, const double *restrict b, double *restrict c, size_t n) {
    for (size_t j = 0; j < n; j++) {
        c[j] = a[j] + b[j];
    }
}
