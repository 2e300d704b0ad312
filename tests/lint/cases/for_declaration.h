#include "ungil.h"
int total(int n);
