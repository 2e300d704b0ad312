#ifndef DEMO_H
#define DEMO_H

#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

/** Approximates pi by the first terms of Leibniz's series. */
double compute_pi(uint64_t iterations); /* the lock is released: the default */

/** The same, with the interpreter lock kept. */
double compute_pi_held(uint64_t iterations) UNGIL_HOLD;

/** Adds two integers: too short a call to release the lock for. */
int32_t add(int32_t a, int32_t b) UNGIL_HOLD;

/** Adds two arrays element by element.
 *  @param result  receives a[i] + b[i] */
void add_arrays(const int32_t *UNGIL_COUNTED_BY(n) a,
                const int32_t *UNGIL_COUNTED_BY(n) b,
                int32_t *UNGIL_OUT UNGIL_COUNTED_BY(n) result,
                size_t n) UNGIL_RELEASE_ABOVE(n, 4096);

#endif
