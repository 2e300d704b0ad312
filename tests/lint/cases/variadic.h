#include "ungil.h"
int note(int x);
