/* Arrays of several dimensions, and restrict. */
#ifndef SHAPED_H
#define SHAPED_H

#include <stddef.h>

#include "ungil.h"

/** Multiplies two matrices. */
void matmul(const double *restrict UNGIL_SHAPE(m, k) a,
            const double *restrict UNGIL_SHAPE(k, n) b,
            double *restrict UNGIL_OUT UNGIL_SHAPE(m, n) c,
            size_t m,
            size_t k,
            size_t n);

void identity(double UNGIL_OUT matrix[3][3]);

double trace(size_t n, const double matrix[n][n]);

#endif
