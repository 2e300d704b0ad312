#include "ungil.h"
void put(const int *UNGIL_COUNTED_BY(n) values, int n);
