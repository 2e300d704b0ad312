#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void scale(double UNGIL_COUNTED_BY(n) factor, size_t n);
int32_t add(int32_t UNGIL_OUT a, int32_t UNGIL_OR_NULL b);
