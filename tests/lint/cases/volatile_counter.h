#include "ungil.h"
int tick(void);
