#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

#include "nowhere.h"
void f(const double *UNGIL_COUNTED_BY(m) a);
void g(unknown_t a);
void h(const double *UNGIL_OUT UNGIL_COUNTED_BY(n) a, size_t n);
int32_t i();
void j(int32_t a;
