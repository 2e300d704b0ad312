#include "ungil.h"
int tick(int ticks);
