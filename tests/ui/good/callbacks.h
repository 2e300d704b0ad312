#include "ungil.h"
typedef int (*visitor)(void *UNGIL_CONTEXT context, int i);
int each(int (*UNGIL_NOESCAPE UNGIL_ON_EXCEPTION(-1) row)(void *UNGIL_CONTEXT c, int n),
         void *UNGIL_CONTEXT c);
int visit(visitor UNGIL_NOESCAPE v, void *UNGIL_CONTEXT context, int n);
int visit_again(visitor UNGIL_NOESCAPE v, void *UNGIL_CONTEXT context);
double square(double x) UNGIL_VECTORIZE UNGIL_AUTO;
