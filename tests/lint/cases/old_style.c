/* In an old-style definition. */
#include "old_style.h"

static int total;
int add(x)
int x;
{
    total += x;
    return total;
}
