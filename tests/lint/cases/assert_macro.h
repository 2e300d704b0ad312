#include "ungil.h"
int check(int x);
