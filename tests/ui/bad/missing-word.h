#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(double *UNGIL_OR_NULL a);
void g(void *UNGIL_OUT a);
char *UNGIL_OWNED(free) h(void);
void i(const double *UNGIL_RANGE(0, 1) a);
int32_t j(int32_t (*UNGIL_ON_EXCEPTION(1) f)(int32_t));
