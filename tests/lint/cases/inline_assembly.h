#include "ungil.h"
int bump(void);
