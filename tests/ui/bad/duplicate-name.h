#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

int32_t open_file(void) UNGIL_NAME(open);
int32_t open_folder(void) UNGIL_NAME(open);
int32_t in(void);
int32_t in_(void);
#define LIMIT 3
int32_t limit(void) UNGIL_NAME(LIMIT);
void f(int32_t pass, int32_t pass_);
