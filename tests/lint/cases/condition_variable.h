#include "ungil.h"
int take(void);
void give(int x);
