#include "ungil.h"
int bump(int which);
