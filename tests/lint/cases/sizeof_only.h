#include "ungil.h"
int size(void);
