#include "ungil.h"

void f(int UNGIL_RANGE('\0', '\x7f') a, int UNGIL_RANGE('a', '\377') b);
void g(int UNGIL_RANGE('ab', 'é') a);
