#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

UNGIL_COUNTED_BY(n) double *f(size_t n);
double UNGIL_HOLD g(double x);
void h(UNGIL_DEFAULT(3) int32_t level);
void i(double *UNGIL_HOLD a);
void j(void) UNGIL_OUT;
extern int32_t counter UNGIL_HOLD;
typedef double *UNGIL_SINGLE vector;
