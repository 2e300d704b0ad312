#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

extern "C" {
int32_t f(void);
}
extern "C" int32_t g(void);
