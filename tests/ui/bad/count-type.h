#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void scale(double *UNGIL_COUNTED_BY(n) a, double n);
void fill(double *UNGIL_COUNTED_BY(b) a, double *UNGIL_COUNTED_BY(n) b, size_t n);
void shrink(double *UNGIL_COUNTED_BY(len) a, size_t *UNGIL_INOUT len);
void grow(double *UNGIL_COUNTED_BY(*n) a, size_t n);
void half(double *UNGIL_COUNTED_BY(n * 0.5) a, size_t n);
