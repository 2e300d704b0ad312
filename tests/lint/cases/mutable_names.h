#include "ungil.h"
const char *UNGIL_NUL_TERMINATED name(int i);
void rename_it(int i);
