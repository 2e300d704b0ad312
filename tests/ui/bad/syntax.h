#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

int32_t f(int32_t a)
int32_t g(int32_t a);
int32_t h(int32_t int);
int32_t i(int32_t a,);
int32_t const;
int32_t fine(const double *UNGIL_COUNTED_BY(m) a);
f(int32_t a);
void g(void a);
int32_t k(unsigned double a);
struct nothing { int32_t; };
