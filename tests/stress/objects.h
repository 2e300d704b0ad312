/* Handles and callbacks, good and bad, for the stress. */
#include <stddef.h>
#include <stdint.h>

#include "ungil.h"

typedef struct counter counter;
typedef struct view view;
typedef struct file file;
typedef struct {
    uint64_t state;
} dice;

/* good: others wait while one writes, readers share */
void counter_free(counter *c);
counter *UNGIL_OWNED(counter_free) counter_new(int64_t start);
void counter_add(counter *c, int64_t by);
int64_t counter_value(const counter *c);
void counter_move(counter *into, counter *from);
int64_t counter_end(counter *UNGIL_CONSUMED c);

/* good: one object that keeps another, and an array, alive */
void view_free(view *v);
int view_new(const counter *UNGIL_LIFETIMEBOUND c,
             const int32_t *UNGIL_COUNTED_BY(n) UNGIL_LIFETIMEBOUND weights,
             size_t n,
             view *UNGIL_OWNED(view_free) *UNGIL_OUT v) UNGIL_STATUS();
int64_t view_total(const view *v, const counter *UNGIL_OR_NULL other);

/* good: an object in the caller's memory */
void dice_seed(dice *UNGIL_OUT d, uint64_t seed);
int dice_throw(dice *d);

/* bad: a race between readers, one that no lock of the handle's hides, one of makers */
int64_t counter_cached(const counter *c);
void counter_count(counter *c);
counter *UNGIL_OWNED(counter_free) counter_numbered(void);

/* bad: memory */
int64_t view_beyond(const view *v);
void counter_twice(counter *UNGIL_CONSUMED c);

/* good: callbacks */
int64_t sum(int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT context, int i),
            void *UNGIL_CONTEXT context,
            int UNGIL_RANGE(0, 50) n);
size_t pump(size_t (*UNGIL_NOESCAPE read)(void *UNGIL_CONTEXT context,
                                          void *UNGIL_OUT UNGIL_SIZED_BY(room) UNGIL_WRITTEN(return)
                                              target,
                                          size_t room),
            void *UNGIL_CONTEXT context);
int maybe(int (*UNGIL_NOESCAPE UNGIL_OR_NULL f)(void *UNGIL_CONTEXT context),
          void *UNGIL_CONTEXT context);

/* bad: the callback in a global, an array that is shorter than the callback is told */
int stashed(int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT context), void *UNGIL_CONTEXT context);
void short_rows(void (*UNGIL_NOESCAPE row)(void *UNGIL_CONTEXT context,
                                           const double *UNGIL_COUNTED_BY(n) values,
                                           size_t n),
                void *UNGIL_CONTEXT context);

/* left out: nothing makes one, what makes one never does */
int file_size(const file *f);
