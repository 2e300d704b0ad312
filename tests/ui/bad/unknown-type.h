#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(unit32_t a);
my_type g(int32_t a);
void h(const Bytef *UNGIL_SIZED_BY(n) a, size_t n);
void i(foo_t);
int32_t fine(int32_t a) UNGIL_NOPE;
