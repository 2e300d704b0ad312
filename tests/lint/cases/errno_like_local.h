#include "ungil.h"
int fail(int x);
int last_error(void);
