#include "ungil.h"
int store(float f);
