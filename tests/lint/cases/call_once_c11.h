#include "ungil.h"
int square(int i);
