#include "ungil.h"
int start(void);
