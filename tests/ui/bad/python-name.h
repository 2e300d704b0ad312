#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

int32_t ffi(void);
int32_t lib(void);
int32_t Error(void);
int32_t __version__(void);
int32_t named(void) UNGIL_NAME(class);
