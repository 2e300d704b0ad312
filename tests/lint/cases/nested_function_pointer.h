#include "ungil.h"
int run(int x);
