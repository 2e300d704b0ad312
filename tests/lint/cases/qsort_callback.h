#include "ungil.h"
void sort(int *UNGIL_COUNTED_BY(n) values, int n);
