#include "ungil.h"
#include <otherlib.h>

#define LENGTH 3
#include <stdio.h>

#ifdef UNGIL_READING
typedef struct { int x; ...; } partly;
typedef ... hidden;
typedef int... handle_number;
#endif
struct node { struct node *next; int value; unsigned flag : 1; };
union either { int i; float f; };

void l1(double *a);
void l2(double a[]);
int l3(const char *UNGIL_NUL_TERMINATED format, ...);
void l4(int (*f)(int), int (*const table[2])(void));
long double l5(long double a);
void l6(FILE *f, char **names);
void l7(struct node *n);
int l8(int a) UNGIL_SKIP;
int l9(void (*UNGIL_NOESCAPE f)(double *values));
double *l10(void);
extern int counter;
extern const char *const names[];
partly l11(handle_number n, hidden *h);
int (*l12(int a[LENGTH], int b))(double);
int(l13)(int a);
int l14(void), *l15(int a[3]);
typedef int function(int);
extern function l16;
