#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(void) UNGIL_STATUS();
size_t g(void) UNGIL_ERRNO;
double h(void) UNGIL_ERRNO;
int32_t i(void) UNGIL_ERRNO UNGIL_STATUS();
const char *UNGIL_NUL_TERMINATED j(void) UNGIL_STATUS();
