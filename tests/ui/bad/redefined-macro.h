#include "ungil.h"

#define SIZE 4
void f(const int *UNGIL_COUNTED_BY(SIZE) a);
#undef SIZE
#define SIZE 5
void g(const int *UNGIL_COUNTED_BY(SIZE) a);
