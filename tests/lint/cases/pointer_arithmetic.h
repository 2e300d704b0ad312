#include "ungil.h"
int put(int i, int x);
