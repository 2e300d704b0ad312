/* An atomic field; the other is never written. */
#include "atomic_field.h"
struct counters {
    const char *name;
    _Atomic uint64_t last;
};
static struct counters counters = {"next", 0};

uint64_t next(void) {
    return ++counters.last;
}
