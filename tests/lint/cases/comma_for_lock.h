#include "ungil.h"
int total(void);
