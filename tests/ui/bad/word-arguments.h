#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(const double *UNGIL_COUNTED_BY a, size_t n);
void g(const double *UNGIL_COUNTED_BY() a, size_t n);
void h(const double *UNGIL_COUNTED_BY(n, n) a, size_t n);
void i(double *UNGIL_OUT(n) a, size_t n);
void j(double UNGIL_RANGE(1) a);
void k(void) UNGIL_NAME("k");
void l(void) UNGIL_SHARED(why);
void m(int32_t UNGIL_DEFAULT() a);
void o(const double *UNGIL_SHAPE(n,) a, size_t n);
