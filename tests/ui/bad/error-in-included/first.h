#include "second.h"
#include "second.h"
int f(widget *w);
