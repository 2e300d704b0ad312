#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

double f(double *UNGIL_OUT UNGIL_COUNTED_BY(n) UNGIL_WRITTEN(return) a, size_t n);
void g(double *UNGIL_OUT UNGIL_COUNTED_BY(n) UNGIL_WRITTEN(return) a, size_t n);
