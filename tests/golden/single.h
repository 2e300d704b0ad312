/* Single values behind pointers. */
#ifndef SINGLE_H
#define SINGLE_H

#include <stdbool.h>
#include <stdint.h>

#include "ungil.h"

bool divide(int32_t a, int32_t b, int32_t *UNGIL_OUT quotient, int32_t *UNGIL_OUT remainder);

/** Draws a number.
 *  @param seed  where the generator stands; comes back as where it stands then */
double draw(uint64_t *UNGIL_INOUT seed);

void advance(uint64_t *UNGIL_INOUT UNGIL_OR_NULL seed, const uint32_t *UNGIL_SINGLE rounds);

void tick(uint32_t *UNGIL_SINGLE counter);

const double *UNGIL_SINGLE UNGIL_OR_NULL latest(void);

#endif
