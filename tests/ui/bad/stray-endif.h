#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

int32_t f(void);
#endif
#else
