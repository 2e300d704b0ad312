/* The C library only reads what is const to it. */
#include "memory_read.h"
#include <string.h>

static char reference[16] = "reference";

int compare(const char *s) {
    return strcmp(s, reference);
}
