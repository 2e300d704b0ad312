#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

void a(void);
void b(void);
