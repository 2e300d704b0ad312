/* What neither the call layer nor, in part, cffi can pass; and C that only looks odd. */
#include "ungil.h"
#include <complex.h>

__extension__ unsigned __int128 wide(unsigned __int128 a);
__extension__ typedef signed __int128 wide_t;
wide_t also_wide(void);
volatile int *UNGIL_COUNTED_BY(3) registers(void);
void watch(void (*UNGIL_NOESCAPE f)(volatile int *UNGIL_COUNTED_BY(n) a, int n));
void unknown_size(int n, const double a[*]);
double complex conjugate(double complex a);
typedef int transform(int a);
transform by_typedef;
int twice(int UNGIL_DEFAULT((int[]){1, 2}[1]) a);
