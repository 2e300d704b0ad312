#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

int32_t add(int32_t a, int32_t b) UNGIL_HOLD UNGIL_RELEASE;
UNGIL_AUTO int32_t sub(int32_t a, int32_t b) UNGIL_RELEASE_ABOVE(a, 3);
