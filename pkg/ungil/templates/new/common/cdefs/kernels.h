#ifndef MY_PROJ_KERNELS_H
#define MY_PROJ_KERNELS_H

#include <stddef.h>

#include "ungil.h"

/** Adds two arrays element by element.
 *  @param a       first addends
 *  @param b       second addends
 *  @param result  receives a[i] + b[i] */
void add_arrays(const double *UNGIL_COUNTED_BY(n) a,
                const double *UNGIL_COUNTED_BY(n) b,
                double *UNGIL_OUT UNGIL_COUNTED_BY(n) result,
                size_t n);

#endif
