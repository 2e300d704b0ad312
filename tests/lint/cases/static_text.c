/* A pointer to a buffer that nobody writes. */
#include "static_text.h"
static char text[] = "1.0";

const char *version(void) {
    return text;
}
