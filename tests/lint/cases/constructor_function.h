#include "ungil.h"
int get(int i);
