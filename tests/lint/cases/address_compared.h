#include "ungil.h"
int is_default(const int *UNGIL_SINGLE UNGIL_OR_NULL p);
