#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

#ifdef _WIN32
int32_t on_windows(void);
#else
int32_t elsewhere(void);
#endif
#if 0
int32_t not_now(void);
#endif
#if defined(BIG) && BIG > 3
#define SIZE 8
#endif
int32_t always(void);
