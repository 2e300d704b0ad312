#include "ungil.h"
int tick(void);
int tock(void);
