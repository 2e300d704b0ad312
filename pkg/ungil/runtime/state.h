/* state.h: what a module instance looks up once.
 *
 * Lives in the module object, never in C statics: each sub-interpreter has its own. Every field
 * is written with the interpreter lock held; `names`, `ndarray` and `dtypes` are set once and
 * then only read.
 */
#ifndef UNGIL_STATE_H
#define UNGIL_STATE_H

#include "base.h"
#ifdef UNGIL_AUTO_COUNT
#include "policy.h"
#include "ticks.h"
#endif

#if !defined(__STDC_NO_ATOMICS__)
#include <stdatomic.h>
#endif

#ifndef UNGIL_NAME_COUNT
#define UNGIL_NAME_COUNT 1
#endif

#ifndef UNGIL_RECORD_COUNT
#define UNGIL_RECORD_COUNT 1
#endif

/* The element types of NumPy that have a C counterpart here: kinds by log2 of the size. */
enum { UNGIL_DTYPE_KINDS = 5, UNGIL_DTYPE_SIZES = 5 };
enum { UNGIL_DTYPE_COUNT = UNGIL_DTYPE_KINDS * UNGIL_DTYPE_SIZES };

/* How many of NumPy's dtypes of one struct are remembered: each np.dtype(...) makes its own. */
enum { UNGIL_RECORD_DTYPES = 4 };

typedef struct {
    PyTypeObject *type;                    /* its class, where it is passed by value */
    PyObject *dtypes[UNGIL_RECORD_DTYPES]; /* whose layout is the struct's; each set once */
} ungil_record_state;

typedef struct {
    PyTypeObject *ndarray;               /* NumPy's array type, once NumPy was seen imported */
    PyTypeObject *not_numpy;             /* the last type seen that is no array of NumPy's */
    PyObject *dtypes[UNGIL_DTYPE_COUNT]; /* NumPy's native dtype objects, NULL where none */
    PyObject *zeros;                     /* numpy.zeros */
    PyObject *array;                     /* array.array, once needed */
    PyObject *block;                     /* the type of memory.h's blocks, once needed */
    PyObject *error;                     /* the module's Error, where a function raises it */
    PyObject *names[UNGIL_NAME_COUNT];   /* parameters' names, interned at first use */
#ifdef UNGIL_HANDLE_COUNT
    PyObject *handles[UNGIL_HANDLE_COUNT]; /* the classes of handles; set once, by exec */
    PyObject *postponed; /* a list of handles to free; set once, by exec; locks itself */
#endif
#ifdef UNGIL_AUTO_COUNT
    ungil_policy policy;
    ungil_moment imported;  /* for the length of a tick */
    double switch_interval; /* microseconds, when the module was imported */
#endif
    ungil_record_state records[UNGIL_RECORD_COUNT]; /* by ungil_record.index */
} ungil_state;

#if !defined(__STDC_NO_ATOMICS__)
/* The first living instance of the module and its state, so that its calls need not ask for it
 * (PyModule_GetState is a tenth of a short call). Another instance, as in a sub-interpreter, never
 * compares equal and asks. Relaxed order is enough: who calls a function of the module has seen
 * the module made, and what was stored before that. */
static _Atomic(PyObject *) ungil_first_module;
static _Atomic(void *) ungil_first_state;
#endif

UNGIL_FAST ungil_state *ungil_state_of(PyObject *module) {
#if !defined(__STDC_NO_ATOMICS__)
    if (UNGIL_LIKELY(atomic_load_explicit(&ungil_first_module, memory_order_relaxed) == module)) {
        return (ungil_state *)atomic_load_explicit(&ungil_first_state, memory_order_relaxed);
    }
#endif
    return (ungil_state *)PyModule_GetState(module);
}

/* Called when the module is made: the first instance is remembered. */
UNGIL_COLD void ungil_state_made(PyObject *module) {
#if !defined(__STDC_NO_ATOMICS__)
    void *none = NULL;
    void *state = PyModule_GetState(module);
    if (atomic_compare_exchange_strong(&ungil_first_state, &none, state)) {
        atomic_store(&ungil_first_module, module);
    }
#else
    (void)module;
#endif
}

/* Called before the module goes. */
UNGIL_COLD void ungil_state_gone(PyObject *module) {
#if !defined(__STDC_NO_ATOMICS__)
    if (atomic_load(&ungil_first_module) == module) {
        atomic_store(&ungil_first_module, NULL);
        atomic_store(&ungil_first_state, NULL);
    }
#else
    (void)module;
#endif
}

UNGIL_COLD int ungil_state_traverse(PyObject *module, visitproc visit, void *arg) {
    ungil_state *state = ungil_state_of(module);
    if (state == NULL) {
        return 0;
    }
    Py_VISIT((PyObject *)state->ndarray);
    Py_VISIT((PyObject *)state->not_numpy);
    Py_VISIT(state->zeros);
    Py_VISIT(state->array);
    Py_VISIT(state->block);
    Py_VISIT(state->error);
    for (int i = 0; i < UNGIL_DTYPE_COUNT; i++) {
        Py_VISIT(state->dtypes[i]);
    }
#ifdef UNGIL_HANDLE_COUNT
    Py_VISIT(state->postponed);
    for (int i = 0; i < UNGIL_HANDLE_COUNT; i++) {
        Py_VISIT(state->handles[i]);
    }
#endif
    for (int i = 0; i < UNGIL_RECORD_COUNT; i++) {
        Py_VISIT((PyObject *)state->records[i].type);
        for (int k = 0; k < UNGIL_RECORD_DTYPES; k++) {
            Py_VISIT(state->records[i].dtypes[k]);
        }
    }
    return 0;
}

UNGIL_COLD int ungil_state_clear(PyObject *module) {
    ungil_state *state = ungil_state_of(module);
    if (state == NULL) {
        return 0;
    }
    Py_CLEAR(state->ndarray);
    Py_CLEAR(state->not_numpy);
    Py_CLEAR(state->zeros);
    Py_CLEAR(state->array);
    Py_CLEAR(state->block);
    Py_CLEAR(state->error);
    for (int i = 0; i < UNGIL_DTYPE_COUNT; i++) {
        Py_CLEAR(state->dtypes[i]);
    }
    for (int i = 0; i < UNGIL_RECORD_COUNT; i++) {
        Py_CLEAR(state->records[i].type);
        for (int k = 0; k < UNGIL_RECORD_DTYPES; k++) {
            Py_CLEAR(state->records[i].dtypes[k]);
        }
    }
    for (int i = 0; i < UNGIL_NAME_COUNT; i++) {
        Py_CLEAR(state->names[i]);
    }
#ifdef UNGIL_HANDLE_COUNT
    Py_CLEAR(state->postponed);
    for (int i = 0; i < UNGIL_HANDLE_COUNT; i++) {
        Py_CLEAR(state->handles[i]);
    }
#endif
    return 0;
}

#endif
