/* The two kernels without a policy of their own: build_ffi.py gives them one that holds. */
#ifndef HELD_H
#define HELD_H

#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

double compute_pi(uint64_t iterations);

void add_arrays(const int32_t *UNGIL_COUNTED_BY(n) a,
                const int32_t *UNGIL_COUNTED_BY(n) b,
                int32_t *UNGIL_OUT UNGIL_COUNTED_BY(n) result,
                size_t n);

#endif /* HELD_H */
