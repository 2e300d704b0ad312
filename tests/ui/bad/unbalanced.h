#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

void f(int32_t a;
void g(int32_t a));
int32_t h(int32_t x[3);
void fine(int32_t a);
struct open { int32_t x;
