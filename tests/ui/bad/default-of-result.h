#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(int32_t *UNGIL_OUT UNGIL_DEFAULT(3) a);
