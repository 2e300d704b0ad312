#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

void scale(double *UNGIL_COUNTED_BY(n) a, size_t n, double by);
