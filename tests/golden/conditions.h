/* Ranges, conditions, and lengths that are computed. */
#ifndef CONDITIONS_H
#define CONDITIONS_H

#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

#define LIMIT 93

uint64_t fibonacci(uint32_t UNGIL_RANGE(0, LIMIT) n);

/** Slides a filter over a signal. */
void convolve(const float *UNGIL_COUNTED_BY(n) signal,
              const float *UNGIL_COUNTED_BY(k) taps,
              float *UNGIL_OUT UNGIL_COUNTED_BY(n - k + 1) out,
              size_t n,
              size_t k) UNGIL_REQUIRES(k > 0 && k <= n);

void lookup(const int32_t *UNGIL_COUNTED_BY(n) UNGIL_RANGE(0, 255) keys,
            size_t n,
            int32_t *UNGIL_COUNTED_BY(n * sizeof(int32_t) / 4) values);

#endif
