/* Memory of the call's own. */
#include "heap.h"
#include <stdlib.h>

int use(void) {
    int *p = malloc(sizeof *p);
    if (p == NULL) {
        return -1;
    }
    *p = 1;
    int value = *p;
    free(p);
    return value;
}
