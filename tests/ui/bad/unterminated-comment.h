#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

int32_t f(int32_t a);
/* This comment never ends.
int32_t g(int32_t a);
