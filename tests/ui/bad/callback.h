#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(int32_t (*UNGIL_NOESCAPE each)(void *UNGIL_CONTEXT c, int32_t i));
void g(int32_t (*UNGIL_NOESCAPE each)(int32_t i), void *UNGIL_CONTEXT c);
void h(void *UNGIL_CONTEXT c);
void i(int32_t *UNGIL_CONTEXT c);
