/* getenv() alone is fine. */
#include "getenv.h"
#include <stdlib.h>

int has_home(void) {
    return getenv("HOME") != NULL;
}
