#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

typedef struct store store;
store *UNGIL_OWNED(store_free) store_new(void);
void store_free(store *UNGIL_CONSUMED s, int32_t how);
int32_t keep(store *UNGIL_LIFETIMEBOUND s);
