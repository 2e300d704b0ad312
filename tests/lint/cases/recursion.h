#include "ungil.h"
int depth(int n);
