#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

int32_t f(int32_t a) @;
int32_t größe(int32_t a);
int32_t g(int32_t `a`);
