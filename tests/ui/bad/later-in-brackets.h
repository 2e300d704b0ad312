#include "ungil.h"

enum { SIZE = 3 };
void a(const double x[2][m], int m);
void b(int m, const double x[m][k], int k);
void enumerator_in_c(const double x[SIZE], int SIZE);
