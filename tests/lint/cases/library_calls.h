#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

void all(int64_t t);
