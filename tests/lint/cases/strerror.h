#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

int describe(int error);
