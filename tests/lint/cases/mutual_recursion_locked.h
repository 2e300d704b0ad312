#include "ungil.h"
int even(int n);
