/* Arrays that share a length, one of them written. */
#ifndef COUNTED_H
#define COUNTED_H

#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

/** Adds two arrays element by element.
 *  @param a       first addends
 *  @param b       second addends
 *  @param result  receives the sums
 *  @param n       number of elements */
void add_arrays(const int32_t *UNGIL_COUNTED_BY(n) a,
                const int32_t *UNGIL_COUNTED_BY(n) b,
                int32_t *UNGIL_OUT UNGIL_COUNTED_BY(n) result,
                size_t n);

void scale(double *UNGIL_COUNTED_BY(n) values, size_t n, double factor);

void linspace(double low, double high, double *UNGIL_OUT UNGIL_COUNTED_BY(n) out, uint32_t n);

#endif
