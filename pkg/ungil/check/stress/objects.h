/* objects.h: what handles stand for.
 *
 * Each handle type has a stock of objects, made for a round by the functions that make them, as an
 * author's callers would. In half of the rounds the threads use the same ones, in the others each
 * has its own: a gate that orders them would hide what they race on besides.
 */
#ifndef UNGIL_OBJECTS_H
#define UNGIL_OBJECTS_H

#include "drawing.h"

enum { UNGIL_OBJECTS = 16, UNGIL_KEPT_MOST = 8 };

struct ungil_stock;

/* Made by the main thread between rounds, which also lets it go; `handle` and what is kept with it
 * may be changed by the one thread that uses it alone. */
typedef struct ungil_object {
    const struct ungil_stock *stock;
    const ungil_function *maker; /* NULL: it has not been made */
    void *handle;                /* NULL: C has taken it */
    void (*destroy)(void *handle);
    pthread_rwlock_t gate; /* who may be inside, as the module decides it */
    void *kept[UNGIL_KEPT_MOST];
    int keeps;
    struct ungil_object *before; /* made before this one, and perhaps used by it */
    _Alignas(max_align_t) unsigned char shared[UNGIL_SHARED_SIZE]; /* its maker's arguments */
} ungil_object;

typedef struct ungil_stock {
    const char *name;
    const size_t *makers; /* numbers in ungil_functions[] */
    size_t maker_count;
    ungil_object used[UNGIL_OBJECTS];
    ungil_object given[UNGIL_OBJECTS]; /* to functions that take them away */
} ungil_stock;

static ungil_object *ungil_last_made;
static const char *ungil_missing; /* the type of which no object could be made */

/* --- in calls that make one ------------------------------------------------------------------ */

/* What a call has made: kept where it is wanted, else destroyed. Returns whether it is kept. */
static inline bool ungil_made(ungil_object *keep,
                              const ungil_stock *stock,
                              bool good,
                              void *handle,
                              void (*destroy)(void *handle)) {
    if (handle == NULL) {
        return false;
    }
    if (good && keep != NULL && keep->stock == stock && keep->handle == NULL) {
        keep->handle = handle;
        keep->destroy = destroy;
        return true;
    }
    destroy(handle);
    return false;
}

/* Memory that goes when the object goes, or now where there is none. */
static inline void ungil_keep(ungil_object *keep, void *memory) {
    if (keep != NULL && keep->handle != NULL && keep->keeps < UNGIL_KEPT_MOST) {
        keep->kept[keep->keeps++] = memory;
    } else {
        free(memory);
    }
}

/* --- making and letting go ------------------------------------------------------------------- */

static void ungil_object_forget(ungil_object *object) {
    for (int i = 0; i < object->keeps; i++) {
        free(object->kept[i]);
    }
    object->keeps = 0;
    object->maker->let_go(object->shared);
    object->maker = NULL;
}

/* Returns false where none of the functions that should make one does. */
static bool ungil_make(ungil_random *random, const ungil_stock *stock, ungil_object *object) {
    object->stock = stock;
    for (size_t i = 0; i < UNGIL_TRIES && ungil_missing == NULL; i++) {
        const ungil_function *maker = &ungil_functions[stock->makers[i % stock->maker_count]];
        if (maker->draw(random, object->shared)) {
            object->maker = maker;
            maker->call(random, object->shared, object);
            if (object->handle != NULL) {
                pthread_rwlock_init(&object->gate, NULL);
                object->before = ungil_last_made;
                ungil_last_made = object;
                return true;
            }
            ungil_object_forget(object);
        }
    }
    if (ungil_missing == NULL) {
        ungil_missing = stock->name;
    }
    return false;
}

/* The object of a thread for the parameter of that number among `all` of its type. */
static inline ungil_object *ungil_pick(ungil_object *objects, int thread, int number, int all) {
    return &objects[(thread * all + number) % UNGIL_OBJECTS];
}

/* Makes what the threads will ask for in this round. */
static inline bool
ungil_ready(ungil_random *random, ungil_stock *stock, int number, int all, bool given) {
    int before = random->thread;
    bool ready = true;
    int users = given || ungil_run.apart ? ungil_run.threads : 1;
    for (int i = 0; i < users && ready; i++) {
        ungil_object *object = ungil_pick(given ? stock->given : stock->used, i, number, all);
        random->thread = i; /* whose parents it gets */
        ready = object->maker != NULL || ungil_make(random, stock, object);
    }
    random->thread = before;
    return ready;
}

static void ungil_objects_end(void) {
    while (ungil_last_made != NULL) {
        ungil_object *object = ungil_last_made;
        ungil_last_made = object->before;
        if (object->handle != NULL) {
            object->destroy(object->handle);
            object->handle = NULL;
        }
        pthread_rwlock_destroy(&object->gate);
        ungil_object_forget(object);
    }
}

/* --- in calls that use them ------------------------------------------------------------------ */

typedef struct {
    ungil_object *object; /* NULL: the argument is NULL */
    bool alone;
} ungil_visit;

static inline ungil_visit
ungil_used(const ungil_random *random, ungil_stock *stock, int number, int all, bool alone) {
    int thread = ungil_run.apart ? random->thread : 0;
    ungil_visit visit = {ungil_pick(stock->used, thread, number, all), alone};
    return visit;
}

static inline void *ungil_handle(ungil_visit visit) {
    return visit.object == NULL ? NULL : visit.object->handle;
}

/* Takes an object away from its stock. */
static inline void *
ungil_take(const ungil_random *random, ungil_stock *stock, int number, int all) {
    ungil_object *object = ungil_pick(stock->given, random->thread, number, all);
    void *handle = object->handle;
    object->handle = NULL;
    return handle;
}

/* Goes into all, in the order of their addresses, as the module does. */
static inline void ungil_enter(ungil_visit *visits, int count) {
    for (int i = 1; i < count; i++) {
        for (int k = i; k > 0 && visits[k].object < visits[k - 1].object; k--) {
            ungil_visit other = visits[k];
            visits[k] = visits[k - 1];
            visits[k - 1] = other;
        }
    }
    for (int i = 0; i < count; i++) {
        if (visits[i].object != NULL && visits[i].alone) {
            pthread_rwlock_wrlock(&visits[i].object->gate);
        } else if (visits[i].object != NULL) {
            pthread_rwlock_rdlock(&visits[i].object->gate);
        }
    }
}

static inline void ungil_leave(const ungil_visit *visits, int count) {
    for (int i = count; i-- > 0;) {
        if (visits[i].object != NULL) {
            pthread_rwlock_unlock(&visits[i].object->gate);
        }
    }
}

#endif
