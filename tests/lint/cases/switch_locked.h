#include "ungil.h"
int step(int how);
