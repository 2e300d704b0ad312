#include "ungil.h"

int self(int a);
int args(int a, double b);
typedef struct result {
    int code;
} x0;
enum { n = 3, o };
int good(int self, int n, int result);
