/* once.h: references that are looked up at first use, by whichever thread comes first.
 *
 * Two threads may both look: the one that stores first wins, the other lets go of what it found.
 * The holder of the fields owns one reference to each until it is cleared, so that what
 * ungil_once_get returns is borrowed and stays alive as long as the holder.
 */
#ifndef UNGIL_ONCE_H
#define UNGIL_ONCE_H

#include "base.h"

#if !defined(__STDC_NO_ATOMICS__)
#include <stdatomic.h>
typedef _Atomic(PyObject *) ungil_once;
#elif !defined(Py_GIL_DISABLED)
typedef PyObject *ungil_once; /* the interpreter lock protects it */
#else
#error "without an interpreter lock, C11's <stdatomic.h> is needed"
#endif

/* What was stored, or NULL. Acquire: whatever was written before ungil_once_set, by the thread
 * that won, is seen too. A plain load on x86-64. */
UNGIL_FAST PyObject *ungil_once_get(const ungil_once *field) {
#if !defined(__STDC_NO_ATOMICS__)
    return atomic_load_explicit(field, memory_order_acquire);
#else
    return *field;
#endif
}

/* Whether an object is what was stored. Relaxed: nothing behind the pointer is read. */
UNGIL_FAST bool ungil_once_is(const ungil_once *field, const void *object) {
#if !defined(__STDC_NO_ATOMICS__)
    return (const void *)atomic_load_explicit(field, memory_order_relaxed) == object;
#else
    return (const void *)*field == object;
#endif
}

/* 0 if an object is what was stored, else any other number: for conditions without a branch. */
UNGIL_FAST uintptr_t ungil_once_differs(const ungil_once *field, const void *object) {
#if !defined(__STDC_NO_ATOMICS__)
    return (uintptr_t)atomic_load_explicit(field, memory_order_relaxed) ^ (uintptr_t)object;
#else
    return (uintptr_t)*field ^ (uintptr_t)object;
#endif
}

/* Stores an object unless another was stored first; returns the one that stays, borrowed. Takes
 * over the reference. NULL, an exception, is handed through. */
UNGIL_COLD PyObject *ungil_once_set(ungil_once *field, PyObject *object) {
    PyObject *first = NULL;
    if (object == NULL) {
        return NULL;
    }
#if !defined(__STDC_NO_ATOMICS__)
    if (atomic_compare_exchange_strong_explicit(field, &first, object, memory_order_acq_rel,
                                                memory_order_acquire)) {
        return object;
    }
#else
    first = *field;
    if (first == NULL) {
        *field = object;
        return object;
    }
#endif
    Py_DECREF(object);
    return first;
}

/* Stores an object in the place of another, which the caller has to let go of: NULL for none. For
 * fields that are only ever compared (ungil_once_is). The one that comes out was stored by a
 * thread whose writes to it must be seen before it dies, hence acquire. */
UNGIL_CALL PyObject *ungil_once_exchange(ungil_once *field, PyObject *object) {
#if !defined(__STDC_NO_ATOMICS__)
    return atomic_exchange_explicit(field, object, memory_order_acq_rel);
#else
    PyObject *before = *field;
    *field = object;
    return before;
#endif
}

/* Lets go of what was stored, when no call can run any more. */
UNGIL_COLD void ungil_once_clear(ungil_once *field) {
    Py_XDECREF(ungil_once_exchange(field, NULL));
}

#endif
