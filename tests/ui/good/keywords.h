#include "ungil.h"
int from(int in, int pass);
int lambda(void) UNGIL_NAME(function);
enum { is, None };
