/* Nothing here. */
#include <stddef.h>
