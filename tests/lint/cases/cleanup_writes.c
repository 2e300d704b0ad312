/* A cleanup function writes. */
#include "cleanup_writes.h"

static int ended;

static void note(int *value) {
    ended += *value;
}

int count_up(int x) {
    __attribute__((cleanup(note))) int value = x;
    return value + 1;
}
