#include "ungil.h"
int get(void);
