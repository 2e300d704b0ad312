#include "ungil.h"
int count_up(void);
int look(void);
