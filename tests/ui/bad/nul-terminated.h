#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(char *UNGIL_NUL_TERMINATED text);
void g(const uint8_t *UNGIL_NUL_TERMINATED text);
