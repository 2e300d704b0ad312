#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(int32_t UNGIL_DEFAULT(b) a, int32_t UNGIL_DEFAULT(c + 1) b, int32_t UNGIL_DEFAULT(a) c);
void g(int32_t UNGIL_DEFAULT(a) a);
