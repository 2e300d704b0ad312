#include "ungil.h"
int add(int x);
