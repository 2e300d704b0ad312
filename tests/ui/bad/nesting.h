#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(const double *UNGIL_COUNTED_BY(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((n))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))) a, size_t n);
