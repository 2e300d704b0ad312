#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(double *UNGIL_OUT UNGIL_OUT a) UNGIL_HOLD UNGIL_HOLD;
