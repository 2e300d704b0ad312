#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

void put(size_t UNGIL_RANGE(0, 7) i, int x);
