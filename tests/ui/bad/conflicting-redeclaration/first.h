#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

int32_t add(int32_t a, int32_t b);
void f(const double *UNGIL_COUNTED_BY(n) a, size_t n);
typedef int32_t number;
int32_t same(int32_t a);
