#include "counter.h"

static uint64_t shared_value;

/* Reads, adds and writes: what another thread writes in between is lost. */
static uint64_t bump(void) {
    uint64_t value = shared_value;
    shared_value = value + 1;
    return value + 1;
}

uint64_t bad_increment(void) {
    return bump();
}
