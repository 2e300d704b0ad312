#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "ungil.h"

/** Scales a value.
 *  @param x  what is scaled */
double scale(double x, double UNGIL_DEFAULT(2.0) factor) UNGIL_VECTORIZE;
bool is_set(uint32_t bits, int UNGIL_RANGE(0, 31) place) UNGIL_VECTORIZE UNGIL_HOLD;
float clamp(float x, float low, float UNGIL_DEFAULT(low + 1) high)
    UNGIL_VECTORIZE UNGIL_REQUIRES(low <= high) UNGIL_RELEASE_ABOVE(1, 1024);
int64_t count(int64_t a, bool b, int c, double d) UNGIL_VECTORIZE UNGIL_SERIALIZED;
