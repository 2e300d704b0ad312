#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

int lookup(int UNGIL_RANGE(0, 255) i);
