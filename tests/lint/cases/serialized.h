#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

void put(int x) UNGIL_SERIALIZED;
int get(void) UNGIL_SERIALIZED;
