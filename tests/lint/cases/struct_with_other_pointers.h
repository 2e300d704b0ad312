#include "ungil.h"
int put(int *UNGIL_COUNTED_BY(n) values, int n);
