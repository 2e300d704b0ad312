#ifndef MYPROJ_KERNELS_H
#define MYPROJ_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

#define ANSWER 42

struct point {
    double x, y;
};

/** Adds two integers. */
int32_t add(int32_t a, int32_t b) UNGIL_HOLD;

/** Adds up an array. */
double total(const double *UNGIL_COUNTED_BY(n) values, size_t n);

/* Has no word for its pointer, and so is reached through lib. */
double norm(const struct point *p);

#endif
