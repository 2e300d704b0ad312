#if !defined(SECOND_H)
#define SECOND_H
#include "first.h"
#include "shared.h"
double second(number a);
int again(int b);
#endif
