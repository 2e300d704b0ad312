#include "ungil.h"

extern const int table[4];
int a(const int *UNGIL_COUNTED_BY(n) UNGIL_DEFAULT(table) x, int n);
int b(const void *UNGIL_SIZED_BY(n) UNGIL_DEFAULT(0) x, int n);
int c(int *UNGIL_SINGLE UNGIL_DEFAULT((int[]){1, 2}) x);
int good(const int *UNGIL_COUNTED_BY(n) UNGIL_DEFAULT(NULL) x, int n);
int d(int UNGIL_DEFAULT(NULL) x);
