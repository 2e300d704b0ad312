#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

#define LIMIT 3
void f(int32_t UNGIL_RANGE(0, LIMITS) a);
void g(int32_t UNGIL_RANGE(0, Z_BEST_COMPRESSION) level);
void h(int32_t count) UNGIL_REQUIRES(cuont > 0);
