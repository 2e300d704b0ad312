#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

int bad_increment(int n);
