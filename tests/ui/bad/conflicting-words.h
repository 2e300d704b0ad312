#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(double *UNGIL_COUNTED_BY(n) UNGIL_SHAPE(n, n) a, size_t n);
void g(double *UNGIL_INOUT UNGIL_COUNTED_BY(n) a, size_t n);
void h(double *UNGIL_INOUT UNGIL_OUT a);
void i(double UNGIL_COUNTED_BY(n) a[4], size_t n);
void j(double UNGIL_INOUT a[4]);
void two_of_brackets(int32_t UNGIL_COUNTED_BY(n) UNGIL_SHAPE(n, 2) a[], size_t n);
void two_of_rows(const double (*UNGIL_SINGLE UNGIL_COUNTED_BY(n) a)[3], size_t n);
