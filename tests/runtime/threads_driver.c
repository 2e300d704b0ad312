/* Exercises what the runtime shares between threads, without an interpreter, to be built with
 * -fsanitize=thread. The thread sanitizer sees little where an interpreter lock orders nearly all:
 * with Py_GIL_DISABLED there is none, and each part's own locks and atomics have to do. Without it
 * UNGIL_AUTO has a lock to release, and what it reads then.
 *
 * `threads_driver PART` prints what is wrong with the results; the sanitizer reports races. Each
 * RACY_* breaks something on purpose, so that a run without a report means something. */
#define UNGIL_AUTO_COUNT 2

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#if defined(RACY_LOCKS) /* mutexes that keep nobody out */
#define pthread_mutex_lock(mutex) ((void)(mutex))
#define pthread_mutex_trylock(mutex) ((void)(mutex), 0)
#define pthread_mutex_unlock(mutex) ((void)(mutex))
#elif defined(RACY_ORDER) /* atomics that order nothing else */
#define memory_order_acquire memory_order_relaxed
#define memory_order_acq_rel memory_order_relaxed
#endif

#include "base.h"
#define ungil_complain(exception, function, ...) ((void)(function), -1) /* nobody catches any */
#include "ending.h"
#define ungil_is_ending() false /* there is nothing that ends */

#include "once.h"
#ifdef RACY_COUNTERS /* what follows has no atomics */
#define __STDC_NO_ATOMICS__ 1
#include "policy.h"
#endif
#include "auto.h"
#include "gate.h"
#include "serial.h"

enum { THREADS = 4, ROUNDS = 3000, GATES = 8 };

/* --- what an interpreter would give --- */

#ifdef Py_GIL_DISABLED
PyThreadState *PyEval_SaveThread(void) {
    return NULL;
}

void PyEval_RestoreThread(PyThreadState *thread) {
    (void)thread;
}
#else
static pthread_mutex_t interpreter_lock = PTHREAD_MUTEX_INITIALIZER;

PyThreadState *PyEval_SaveThread(void) {
    pthread_mutex_unlock(&interpreter_lock);
    return NULL;
}

void PyEval_RestoreThread(PyThreadState *thread) {
    (void)thread;
    pthread_mutex_lock(&interpreter_lock);
}
#endif

unsigned long PyThread_get_thread_ident(void) {
    return (unsigned long)pthread_self();
}

typedef struct {
    PyObject base;
    ungil_state *state;
} module;

void *PyModule_GetState(PyObject *object) {
    return ((module *)object)->state;
}

static atomic_int dead;

void _Py_Dealloc(PyObject *object) {
    atomic_fetch_add(&dead, 1);
    free(object);
}

/* --- help --- */

static int failures;

static void check(bool holds, const char *what) {
    if (!holds) {
        printf("%s\n", what);
        failures++;
    }
}

static void run(void *(*work)(void *)) {
    pthread_t threads[THREADS];
    for (intptr_t i = 0; i < THREADS; i++) {
        pthread_create(&threads[i], NULL, work, (void *)i);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
}

static unsigned draw(unsigned *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

/* --- UNGIL_AUTO: what calls learn of their durations --- */

static ungil_state shared;

static void *auto_work(void *number) {
    unsigned seed = (unsigned)(intptr_t)number;
    PyEval_RestoreThread(NULL);
    for (int i = 0; i < ROUNDS; i++) {
        ungil_auto_call call;
        unsigned function = draw(&seed) % UNGIL_AUTO_COUNT;
        if (ungil_auto_releases(&shared, &call, function, draw(&seed) % 1000)) {
            ungil_auto_release(&call);
        }
        for (volatile unsigned k = 0; k < function * 2000; k++) { /* the second is not short */
        }
        ungil_auto_ended(&shared, &call);
        if (i % 64 == 0) { /* what the others call a stranger's time */
            nanosleep(&(struct timespec){0, 150000}, NULL);
        }
    }
    PyEval_SaveThread();
    return NULL;
}

static void automatic(void) {
    shared.imported = ungil_now();
    shared.switch_interval = 5000.0;
    run(auto_work);
    check(UNGIL_LOAD(shared.policy.short_call) > 0, "the clock was never calibrated");
}

/* --- gates of handles --- */

typedef struct {
    ungil_gate gate;
    long changes; /* C's object: protected by the gate alone */
    atomic_int inside, closings;
} thing;

static thing *things[GATES];
static atomic_long changed;

static void visit(thing *it, int how) {
    if (ungil_gate_enter(&it->gate, how) != UNGIL_ENTERED) {
        return;
    }
    atomic_fetch_add(&it->inside, 1);
    if (how == UNGIL_SHARED) {
        check(it->changes >= 0, "a reader found nonsense");
    } else {
        check(atomic_load(&it->inside) == 1, "not alone inside");
        it->changes++;
        atomic_fetch_add(&changed, 1);
    }
    atomic_fetch_sub(&it->inside, 1);
    if (how == UNGIL_LAST) {
        atomic_fetch_add(&it->closings, 1);
        ungil_gate_settle(&it->gate, UNGIL_GATE_CLOSED);
    } else {
        ungil_gate_leave(&it->gate, how);
    }
}

static void *gate_work(void *number) {
    unsigned seed = (unsigned)(intptr_t)number;
    for (int i = 0; i < ROUNDS; i++) {
        unsigned chance = draw(&seed) % 256;
        int how = i == ROUNDS - 1 ? UNGIL_LAST : chance < 128 ? UNGIL_SHARED : UNGIL_EXCLUSIVE;
        visit(things[draw(&seed) % GATES], how);
        thing *own = calloc(1, sizeof(thing)); /* its gate comes into a list that others change */
        ungil_gate_make(&own->gate, UNGIL_GATE_OPEN);
        visit(own, how);
        ungil_gate_gone(&own->gate);
        free(own);
    }
    return NULL;
}

static void gates(void) {
    ungil_lots_start();
    for (int i = 0; i < GATES; i++) {
        things[i] = calloc(1, sizeof(thing));
        ungil_gate_make(&things[i]->gate, UNGIL_GATE_OPEN);
    }
    run(gate_work);
    for (int i = 0; i < GATES; i++) {
        check(atomic_load(&things[i]->closings) <= 1, "closed twice");
        ungil_gate_gone(&things[i]->gate);
        free(things[i]);
    }
    check(atomic_load(&changed) > 0, "nothing was changed");
}

/* --- serialized functions --- */

static const ungil_signature serialized = {"serialized", NULL, 0, 0, 0, NULL};
static long turns;

static void *serial_work(void *number) {
    (void)number;
    for (int i = 0; i < ROUNDS; i++) {
        if (ungil_serial_enter(&serialized) == 0) {
            turns++;
            ungil_serial_leave();
        }
    }
    return NULL;
}

static void serial(void) {
    run(serial_work);
    check(turns == THREADS * ROUNDS, "turns were lost");
}

/* --- what is looked up once --- */

typedef struct {
    PyObject base;
    int value; /* written before it is stored, read by whoever finds it */
} found;

static ungil_once lookups[ROUNDS];

static void *once_work(void *number) {
    (void)number;
    for (int i = 0; i < ROUNDS; i++) {
        PyObject *object = ungil_once_get(&lookups[i]);
        if (object == NULL) {
            found *mine = calloc(1, sizeof(found));
            Py_SET_REFCNT((PyObject *)mine, 1);
            mine->value = i + 1;
            object = ungil_once_set(&lookups[i], (PyObject *)mine);
        }
        check(((found *)object)->value == i + 1, "an object is not what was stored");
    }
    return NULL;
}

static void once(void) {
    run(once_work);
    int before = atomic_load(&dead);
    for (int i = 0; i < ROUNDS; i++) {
        ungil_once_clear(&lookups[i]);
    }
    check(atomic_load(&dead) - before == ROUNDS, "not one object a lookup was left");
}

/* --- instances of the module, each in an interpreter of its own --- */

static void *instance_work(void *number) {
    (void)number;
    for (int i = 0; i < ROUNDS; i++) {
        module *own = calloc(1, sizeof(module));
        own->state = calloc(1, sizeof(ungil_state));
        ungil_state_made((PyObject *)own);
        check(ungil_state_of((PyObject *)own) == own->state, "the state of another instance");
        ungil_state_of((PyObject *)own)->switch_interval = i;
        ungil_state_gone((PyObject *)own);
        free(own->state);
        free(own);
    }
    return NULL;
}

static void instances(void) {
    run(instance_work);
}

int main(int count, char **arguments) {
    static const struct {
        const char *name;
        void (*run)(void);
    } parts[] = {
        {"automatic", automatic}, {"gates", gates},         {"serial", serial},
        {"once", once},           {"instances", instances},
    };
    for (size_t i = 0; count == 2 && i < sizeof(parts) / sizeof(*parts); i++) {
        if (strcmp(parts[i].name, arguments[1]) == 0) {
            parts[i].run();
            return failures != 0;
        }
    }
    printf("which part?\n");
    return 2;
}
