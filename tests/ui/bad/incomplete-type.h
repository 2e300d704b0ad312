#include "ungil.h"
#include <stddef.h>
#include <stdint.h>

struct opaque;
void f(struct opaque *UNGIL_COUNTED_BY(n) a, size_t n);
void g(struct opaque *UNGIL_OUT a);
struct opaque h(int32_t a);
void i(struct opaque a);
void bytes_of(struct hidden_again *UNGIL_SIZED_BY(n) p, int n);
