/* What ungil binds: those of the kernels that all contenders bind. The policy of add_arrays is the
 * builder script's. */
#ifndef BENCHMARKS_DECLARED_H
#define BENCHMARKS_DECLARED_H

#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

int32_t add(int32_t a, int32_t b) UNGIL_HOLD;

double multiply(double a, double b) UNGIL_HOLD;

void add_arrays(const int32_t *UNGIL_COUNTED_BY(n) a,
                const int32_t *UNGIL_COUNTED_BY(n) b,
                int32_t *UNGIL_OUT UNGIL_COUNTED_BY(n) result,
                size_t n);

#endif /* BENCHMARKS_DECLARED_H */
