#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(void) UNGIL_SHARED("never ends);
void g(void);
