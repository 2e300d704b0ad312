#include "ungil.h"
int at(int i);
