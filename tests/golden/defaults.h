/* Parameters that may be left out, before others that may not. */
#ifndef DEFAULTS_H
#define DEFAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

#define GAMMA 2.2

void correct(const double *UNGIL_COUNTED_BY(n) in,
             double UNGIL_DEFAULT(GAMMA) gamma,
             double UNGIL_DEFAULT(0.5) offset,
             float UNGIL_DEFAULT(1) gain,
             bool UNGIL_DEFAULT(true) clip,
             uint32_t UNGIL_DEFAULT(0x10) mask,
             size_t UNGIL_DEFAULT(-1) most,
             double *UNGIL_OUT UNGIL_COUNTED_BY(n) out,
             size_t n,
             int threads);

/* Its output stands behind an optional parameter. */
void fill(size_t n, int UNGIL_DEFAULT(0) value, int *UNGIL_OUT UNGIL_COUNTED_BY(n) out);

/** Leaves out what the caller leaves out. */
void moments(size_t n, const double *UNGIL_COUNTED_BY(n) x,
             double UNGIL_OUT UNGIL_DEFAULT(NULL) higher[2]);

#endif
