#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void fill(const double *UNGIL_OUT UNGIL_COUNTED_BY(n) a, size_t n);
void one(const int32_t *UNGIL_OUT value, const int32_t *UNGIL_INOUT other);
void fixed(const double UNGIL_OUT m[3][3]);
