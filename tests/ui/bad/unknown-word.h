#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(const double *UNGIL_COUTED_BY(n) a, size_t n) UNGIL_RELAESE;
void g(const double *UNGIL_FROBNICATE a);
