#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

size_t f(double *UNGIL_COUNTED_BY(n) UNGIL_WRITTEN(return) a, size_t n);
size_t g(const double *UNGIL_COUNTED_BY(n) UNGIL_WRITTEN(return) a, size_t n);
size_t h(double *UNGIL_OUT UNGIL_WRITTEN(return) a);
