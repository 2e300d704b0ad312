#include "ungil.h"
void set_hook(int x);
int run(int x);
