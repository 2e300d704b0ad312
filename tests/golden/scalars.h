/* Values of every kind, and the policies of the interpreter lock. */
#ifndef SCALARS_H
#define SCALARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "ungil.h"

enum direction { BACKWARD = -1, FORWARD = 1 };

/** Steps once.
 *  @param at  where to start
 *  @return where that led */
int64_t step(int64_t at, enum direction direction, unsigned char stride) UNGIL_HOLD;

double mean(double a, float b);

bool both(bool a, bool b) UNGIL_RELEASE;

ssize_t difference(size_t a, size_t b) UNGIL_AUTO;

void work(uint64_t rounds) UNGIL_RELEASE_ABOVE(rounds * 2, 1000);

#endif
