#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

size_t pack(uint8_t *UNGIL_OUT UNGIL_SIZED_BY(return) out);
void take(double *UNGIL_OUT UNGIL_COUNTED_BY(*n) a, size_t *UNGIL_OUT n);
void give(const double *UNGIL_COUNTED_BY(*n) a, size_t *UNGIL_OUT n);
