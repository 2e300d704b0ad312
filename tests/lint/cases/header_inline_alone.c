/* A static in a function that the header itself defines. */
#include "header_inline_alone.h"
