#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

int32_t counter();
