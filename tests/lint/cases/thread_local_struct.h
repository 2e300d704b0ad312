#include "ungil.h"
int remember(int x);
