#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(const double *UNGIL_COUNTED_BY(n) a, size_t n) UNGIL_REQUIRES(a > 0);
int32_t g(int32_t a) UNGIL_REQUIRES(return == 0);
void h(int32_t *UNGIL_OUT a) UNGIL_REQUIRES(*a > 0);
void i(int32_t a) UNGIL_REQUIRES(b > 0);
void j(const char *UNGIL_NUL_TERMINATED UNGIL_RANGE(0, 3) a);
void k(int32_t *UNGIL_INOUT a) UNGIL_RELEASE_ABOVE(a, 3);
