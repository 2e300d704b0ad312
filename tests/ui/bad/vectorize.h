#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(double x) UNGIL_VECTORIZE;
double g(const double *UNGIL_COUNTED_BY(n) x, size_t n) UNGIL_VECTORIZE;
int32_t h(int32_t a) UNGIL_VECTORIZE UNGIL_STATUS();
double i(double x, double out) UNGIL_VECTORIZE;
double j(void) UNGIL_VECTORIZE;
