/* __thread, of a struct without a name. Silent. */
#include "thread_local_struct.h"

static __thread struct {
    int values[4];
    int count;
} last;

int remember(int x) {
    last.values[last.count++ & 3] = x;
    return last.values[0];
}
