#include "ungil.h"
int move(int x);
