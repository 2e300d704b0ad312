#include "ungil.h"
int get(void);
void put(int x);
