#include "ungil.h"
int put(int x);
