#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

void configure(int x) UNGIL_SHARED("called before threads start");
int get(void);
