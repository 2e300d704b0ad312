#include "ungil.h"
int run(int which);
