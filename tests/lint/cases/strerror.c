/* strerror() is safe in some C libraries: a warning. */
#include "strerror.h"
#include <string.h>

int describe(int error) {
    return (int)strlen(strerror(error));
}
