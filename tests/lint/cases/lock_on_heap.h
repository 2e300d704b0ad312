#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

struct box;
void put(struct box *box);
