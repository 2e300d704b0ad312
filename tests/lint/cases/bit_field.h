#include "ungil.h"
int flag(int on);
