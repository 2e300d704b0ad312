#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

uint64_t next(void);
