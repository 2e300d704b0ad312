/* strchr() gives a pointer into its argument. */
#include "result_of_strchr.h"
#include <string.h>

static char line[16] = "a=b";

void cut(void) {
    char *equals = strchr(line, '=');
    if (equals != NULL) {
        *equals = 0;
    }
}
