#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

int has_home(void);
