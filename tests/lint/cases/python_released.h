#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

void call(void);
void call_held(void) UNGIL_HOLD;
void call_ensured(void);
