/* An _Atomic struct, used as a whole. Silent. */
#include "atomic_struct.h"

typedef struct {
    int x, y;
} point;
static _Atomic point place;

int move(int x) {
    point old = place;
    point new = {old.x + x, old.y};
    place = new;
    return new.x;
}
