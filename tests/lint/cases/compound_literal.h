#include "ungil.h"
int next(void);
