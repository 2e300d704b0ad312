#include <stdint.h>
int32_t f_a(void);
