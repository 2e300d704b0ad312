#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(const double *UNGIL_COUNTED_BY(strlen(n)) a, size_t n);
void g(const double *UNGIL_COUNTED_BY((size_t)n) a, int32_t n);
void h(const double *UNGIL_COUNTED_BY(n ^ 2) a, size_t n);
void i(const double *UNGIL_COUNTED_BY(n +) a, size_t n);
void j(const double *UNGIL_COUNTED_BY(n n) a, size_t n);
void k(const double *UNGIL_COUNTED_BY(s->n) a, size_t s);
void l(const double *UNGIL_COUNTED_BY((n) a, size_t n);
void m(const double *UNGIL_COUNTED_BY(n = 3) a, size_t n);
void o(const double *UNGIL_COUNTED_BY(*3) a);
void p(const double *UNGIL_COUNTED_BY(sizeof(n)) a, size_t n);
void q(int32_t UNGIL_RANGE(10, 1) a);
