#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

#define HALF 0.5
#define LABEL "text"
void f(double *UNGIL_COUNTED_BY(HALF) a);
void g(double *UNGIL_COUNTED_BY(LABEL) a);
