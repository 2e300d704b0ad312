#pragma once
#include "first.h"
void g(const double *UNGIL_COUNTED_BY(m) a);
