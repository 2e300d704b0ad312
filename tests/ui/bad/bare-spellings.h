#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(const double *__counted_by(m) a, size_t n);
void g(double __sized_by(n) a, size_t n);
void h(const char *__null_terminated(n) a, size_t n);
