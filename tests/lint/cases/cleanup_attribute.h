#include "ungil.h"
int count_up(void);
