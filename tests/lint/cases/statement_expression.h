#include "ungil.h"
int larger(int a, int b);
