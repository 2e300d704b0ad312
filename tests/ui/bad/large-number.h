#include "ungil.h"

#define NOT_A_CONSTANT 99999999999999999999
void f(double UNGIL_RANGE(0, 1e999) x);
void g(int UNGIL_RANGE(0, 18446744073709551616) x);
void good(unsigned long UNGIL_RANGE(0, 18446744073709551615ul) x);
