#ifndef FIRST_H
#define FIRST_H
#include "shared.h"
#include "second.h"
double first(number a);
int again(int a);
#endif
