#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

void sort(int *UNGIL_COUNTED_BY(n) a, size_t n);
