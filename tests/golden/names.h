/* Names that mean something else in Python or in a stub. */
#ifndef NAMES_H
#define NAMES_H

#include <stddef.h>

#include "ungil.h"

#define overload 1

int to_int(int self, int int_, int None) UNGIL_NAME(int);

double to_float(double pass, double x) UNGIL_NAME(float);

void get_buffer(const int *UNGIL_COUNTED_BY(n) in, int *UNGIL_OUT UNGIL_COUNTED_BY(n) bytes, size_t n)
    UNGIL_NAME(Any);

int _T1(int args, int module, int function) UNGIL_HOLD;

#endif
