#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

void put(int x) UNGIL_HOLD;
int get(void) UNGIL_HOLD;
