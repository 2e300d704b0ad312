#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

#error this is not for you
#inculde <stddef.h>
#include stddef.h
#define
int32_t f(void);
