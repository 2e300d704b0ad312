#include "ungil.h"
int next_number(void);
