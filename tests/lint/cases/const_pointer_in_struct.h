#include "ungil.h"
int look(int which);
