#include "ungil.h"
const char *UNGIL_NUL_TERMINATED name(int i);
