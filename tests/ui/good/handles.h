#include "ungil.h"
#include <stddef.h>
#include <stdint.h>
typedef struct store store;
store *UNGIL_OWNED(store_free) store_new(const char *UNGIL_NUL_TERMINATED name);
int store_open(const char *UNGIL_NUL_TERMINATED name,
               store *UNGIL_OWNED(store_free) *UNGIL_OUT made) UNGIL_STATUS(store_text);
const char *UNGIL_NUL_TERMINATED store_text(int code);
void store_free(store *UNGIL_CONSUMED s);
int store_count(const store *s);
typedef struct cursor_s *cursor;
cursor UNGIL_OWNED(cursor_close) cursor_open(store *UNGIL_LIFETIMEBOUND s);
void cursor_close(cursor UNGIL_CONSUMED c);
int cursor_step(cursor c) UNGIL_SUCCESS(return == 1 || return == 2);
char *UNGIL_OWNED(free) UNGIL_NUL_TERMINATED store_dump(const store *s);
typedef struct { uint64_t state[4]; } rng;
void rng_seed(rng *UNGIL_OUT r, uint64_t seed);
uint64_t rng_next(rng *r);
struct engine;
int use(struct engine *UNGIL_OR_NULL e, store *s) UNGIL_SERIALIZED UNGIL_ERRNO;
typedef struct { double x, y; } point;
point middle(point a, const point *UNGIL_SINGLE b, const point *UNGIL_COUNTED_BY(n) c, size_t n);
void centre(point *UNGIL_OUT c, const point *UNGIL_COUNTED_BY(n) p, size_t n);
