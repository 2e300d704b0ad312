/* A struct is assigned as a whole. */
#include "struct_copy.h"
#include <string.h>

typedef struct {
    int values[4];
} block;
static block kept;

int put(int x) {
    block made = {{x, x, x, x}};
    kept = made;
    return kept.values[0];
}
