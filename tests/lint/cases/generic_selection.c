/* A function chosen by _Generic: which one is not known, both are looked into. */
#include "generic_selection.h"

static int ints;
static double doubles;

static void note_int(int x) {
    ints = x;
}

static void note_double(double x) {
    doubles = x;
}

int note(int x) {
    _Generic(x, int: note_int, double: note_double)(x);
    return x;
}
