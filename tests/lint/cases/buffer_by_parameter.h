#include "ungil.h"
void name_of(int n, const char **text);
