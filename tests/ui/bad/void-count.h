#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(const void *UNGIL_COUNTED_BY(n) data, size_t n);
