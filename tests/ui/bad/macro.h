#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

#define MAKE(name) int32_t make_##name(void)
MAKE(thing);
#define SIZE 3
#define SIZE 4
int32_t f(void);
