#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

int64_t when(int64_t t);
