/* An address that is only compared. Silent. */
#include "address_compared.h"

static int fallback;

int is_default(const int *p) {
    return p == &fallback;
}
