#include <stdint.h>

#include "ungil.h"

struct move {
    int32_t from;
    int32_t to;
};

struct lib {
    int32_t a;
};

int32_t move(struct move m);
struct lib get(void);

/* only in an array, where it needs no class */
struct other {
    int32_t a;
};

int32_t other(const struct other *UNGIL_COUNTED_BY(n) items, uint64_t n);
