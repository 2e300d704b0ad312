#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

int compare(const char *UNGIL_NUL_TERMINATED s);
