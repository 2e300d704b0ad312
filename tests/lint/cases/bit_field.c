/* A bit-field. */
#include "bit_field.h"

static struct {
    unsigned seen : 1;
    unsigned count : 7;
} state;

int flag(int on) {
    state.seen = on & 1;
    return (int)state.count;
}
