#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

void put(int x);
