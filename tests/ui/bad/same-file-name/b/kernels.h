#include <stdint.h>
int32_t f_b(void);
