#include "ungil.h"
int count_up(int x);
