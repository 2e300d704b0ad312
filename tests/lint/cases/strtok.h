#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

int words(char *UNGIL_SIZED_BY(n) text, size_t n);
