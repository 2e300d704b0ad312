#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

const char *UNGIL_NUL_TERMINATED describe(int x);
