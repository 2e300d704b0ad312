#include "ungil.h"
struct list { int count; int *UNGIL_COUNTED_BY(count) items; };
/** @param valeu  misspelt */
int f(int value);
