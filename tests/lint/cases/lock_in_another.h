#include "ungil.h"
int add(int which, int x);
int balance(int which);
