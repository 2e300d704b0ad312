/* state.h: what a module instance looks up once.
 *
 * Lives in the module object, never in C statics: each sub-interpreter has its own. A field is
 * set by exec, before any other thread has the module, or it is an ungil_once: set by the first
 * thread that needs it, with or without an interpreter lock, and then only read.
 */
#ifndef UNGIL_STATE_H
#define UNGIL_STATE_H

#include "once.h"
#ifdef UNGIL_AUTO_COUNT
#include "policy.h"
#include "ticks.h"
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
    PyTypeObject *type; /* its class, where it is passed by value; set by exec */
    ungil_once dtypes[UNGIL_RECORD_DTYPES]; /* whose layout is the struct's; each once */
    ungil_once made;                        /* the dtype that arrays are made with; once */
} ungil_state_of_record;

typedef struct {
    ungil_once ndarray;   /* NumPy's array type, once it was seen; set after `dtypes`, `zeros` */
    ungil_once not_numpy; /* a type seen that is no array of NumPy's; compared, never used */
    ungil_once dtypes[UNGIL_DTYPE_COUNT]; /* NumPy's native dtypes, NULL where none; each once */
    ungil_once zeros;                     /* numpy.zeros; once */
    ungil_once array;                     /* array.array; once, where needed */
    ungil_once block;                     /* the type of memory.h's blocks; once, where needed */
    PyObject *error;                      /* the module's Error; set by exec */
    ungil_once names[UNGIL_NAME_COUNT];   /* parameters' names, interned; each once */
#ifdef UNGIL_HANDLE_COUNT
    PyObject *handles[UNGIL_HANDLE_COUNT]; /* the classes of handles; set by exec */
    PyObject *postponed; /* a list of handles to free; set by exec; locks itself */
#endif
    ungil_state_of_record records[UNGIL_RECORD_COUNT]; /* by ungil_record.index */
#ifdef UNGIL_AUTO_COUNT
    char apart[64];      /* calls write to what follows, and read what is above: no line is both */
    ungil_policy policy; /* protected as policy.h says */
    ungil_moment imported;  /* for the length of a tick; set by exec */
    double switch_interval; /* microseconds, when the module was imported; set by exec */
#endif
} ungil_state;

#if !defined(__STDC_NO_ATOMICS__)
/* The first living instance of the module and its state, so that its calls need not ask for it
 * (PyModule_GetState is a tenth of a short call). Another instance, as in a sub-interpreter, never
 * compares equal and asks. Relaxed order is enough: who calls a function of the module has seen
 * the module made, and what was stored before that. Nothing else shares the cache line: what
 * other cores write nearby would slow every call. */
static struct {
    _Alignas(64) _Atomic(PyObject *) module;
    _Atomic(void *) state; /* not NULL from before `module` is set until after it is cleared */
} ungil_first;
#endif

UNGIL_FAST ungil_state *ungil_state_of(PyObject *module) {
#if !defined(__STDC_NO_ATOMICS__)
    if (UNGIL_LIKELY(atomic_load_explicit(&ungil_first.module, memory_order_relaxed) == module)) {
        return (ungil_state *)atomic_load_explicit(&ungil_first.state, memory_order_relaxed);
    }
#endif
    return (ungil_state *)PyModule_GetState(module);
}

/* Called when the module is made: the first instance is remembered. An interpreter that ends
 * without freeing its module leaves an address behind, where another one may come to lie. */
UNGIL_COLD void ungil_state_made(PyObject *module) {
#if !defined(__STDC_NO_ATOMICS__)
    void *none = NULL;
    void *state = PyModule_GetState(module);
    if (atomic_compare_exchange_strong(&ungil_first.state, &none, state)) {
        atomic_store(&ungil_first.module, module);
    } else if (atomic_load(&ungil_first.module) == module) {
        atomic_store(&ungil_first.state, state);
    }
#else
    (void)module;
#endif
}

/* Called before the module goes. */
UNGIL_COLD void ungil_state_gone(PyObject *module) {
#if !defined(__STDC_NO_ATOMICS__)
    if (atomic_load(&ungil_first.module) == module) {
        atomic_store(&ungil_first.module, NULL);
        atomic_store(&ungil_first.state, NULL);
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
    Py_VISIT(ungil_once_get(&state->ndarray));
    Py_VISIT(ungil_once_get(&state->not_numpy));
    Py_VISIT(ungil_once_get(&state->zeros));
    Py_VISIT(ungil_once_get(&state->array));
    Py_VISIT(ungil_once_get(&state->block));
    Py_VISIT(state->error);
    for (int i = 0; i < UNGIL_DTYPE_COUNT; i++) {
        Py_VISIT(ungil_once_get(&state->dtypes[i]));
    }
#ifdef UNGIL_HANDLE_COUNT
    Py_VISIT(state->postponed);
    for (int i = 0; i < UNGIL_HANDLE_COUNT; i++) {
        Py_VISIT(state->handles[i]);
    }
#endif
    for (int i = 0; i < UNGIL_RECORD_COUNT; i++) {
        Py_VISIT((PyObject *)state->records[i].type);
        Py_VISIT(ungil_once_get(&state->records[i].made));
        for (int k = 0; k < UNGIL_RECORD_DTYPES; k++) {
            Py_VISIT(ungil_once_get(&state->records[i].dtypes[k]));
        }
    }
    return 0;
}

UNGIL_COLD int ungil_state_clear(PyObject *module) {
    ungil_state *state = ungil_state_of(module);
    if (state == NULL) {
        return 0;
    }
    ungil_once_clear(&state->ndarray);
    ungil_once_clear(&state->not_numpy);
    ungil_once_clear(&state->zeros);
    ungil_once_clear(&state->array);
    ungil_once_clear(&state->block);
    Py_CLEAR(state->error);
    for (int i = 0; i < UNGIL_DTYPE_COUNT; i++) {
        ungil_once_clear(&state->dtypes[i]);
    }
    for (int i = 0; i < UNGIL_RECORD_COUNT; i++) {
        Py_CLEAR(state->records[i].type);
        ungil_once_clear(&state->records[i].made);
        for (int k = 0; k < UNGIL_RECORD_DTYPES; k++) {
            ungil_once_clear(&state->records[i].dtypes[k]);
        }
    }
    for (int i = 0; i < UNGIL_NAME_COUNT; i++) {
        ungil_once_clear(&state->names[i]);
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
