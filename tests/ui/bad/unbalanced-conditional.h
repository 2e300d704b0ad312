#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
int32_t f(void);
#else
int32_t g(void);
