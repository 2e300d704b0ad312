/* Constants: macros, enumerators, and what only the C compiler knows. */
#ifndef CONSTANTS_H
#define CONSTANTS_H

#include <limits.h>

#include "ungil.h"

#define ANSWER (6 * 7)
#define HALF 0.5
#define VERSION_TEXT "1.0"

enum colour { RED, GREEN = 5, BLUE };

UNGIL_CONSTANT(CHAR_BIT);

int is_colour(enum colour value);

#endif
