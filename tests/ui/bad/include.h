#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

#include "missing.h"
int32_t f(void);
