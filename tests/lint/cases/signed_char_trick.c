/* Byte by byte. */
#include "signed_char_trick.h"

static int value;

int put(int x) {
    char *bytes = (char *)&value;
    bytes[0] = (char)x;
    return x;
}
