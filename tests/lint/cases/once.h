#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

int get(int UNGIL_RANGE(0, 9) i);
