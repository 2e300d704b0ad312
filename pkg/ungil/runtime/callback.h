/* callback.h: Python callables that C calls back.
 *
 * For the time of a call C has a function of the generated code, and as its context the address
 * of a `ungil_callbacks`. A callback without a context finds that in a variable of the thread,
 * which each such function has: it is set while C runs for a call of the function. The interpreter
 * lock is taken back with the thread state of the call: PyGILState_Ensure would find the main
 * interpreter's. What C hands over is copied, so that nothing that Python keeps can point to memory
 * of C's; arrays that C reads back are copied once more when the callable has returned.
 */
#ifndef UNGIL_CALLBACK_H
#define UNGIL_CALLBACK_H

#include "memory.h"

#include <errno.h>
#include <stdatomic.h>

/* The callbacks of one call. Only the thread that made the call reads and writes it, but for what
 * threads of C's do, whose callbacks are refused: they read `caller`, which is set before C runs,
 * and write the atomics. Those are in sequential order, which costs nothing here; whether C's
 * threads have ended when C returns is C's affair. */
typedef struct ungil_callbacks {
    PyObject *module;
    PyObject *const *callables; /* borrowed from the call's arguments */
    PyThreadState *thread;      /* of the call while the lock is released, else NULL */
    unsigned long caller;       /* the thread that made the call */
    int errno_kept;             /* of C's, across a callback */
    bool numpy;                 /* an array argument is NumPy's: then callbacks get NumPy's too */
    bool failed;                /* what was raised is in the next three; C runs on without Python */
    PyObject *type, *value, *traceback;
    atomic_bool elsewhere;           /* C has called back from a thread of its own */
    const void *around;              /* what callbacks need of the call's own parameters */
    struct ungil_callbacks **active; /* the thread's variable; NULL where C has a context */
    struct ungil_callbacks *before;  /* what was in it: of C that calls Python without a callback */
    atomic_uint *strays;             /* how many callbacks found no call in it; the process's */
    unsigned int strays_before;
} ungil_callbacks;

/* --- around the call --- */

UNGIL_COLD int ungil_not_callable(const ungil_signature *function, int index, PyObject *object) {
    return ungil_wrong_type(function, index, "callable", object);
}

UNGIL_FAST int ungil_to_callable(const ungil_signature *function,
                                 int index,
                                 PyObject *object,
                                 PyObject **callable) {
    *callable = object;
    return UNGIL_LIKELY(PyCallable_Check(object)) ? 0 : ungil_not_callable(function, index, object);
}

UNGIL_FAST void ungil_callbacks_begin(ungil_callbacks *callbacks,
                                      PyObject *module,
                                      PyObject *const *callables,
                                      bool numpy) {
    callbacks->module = module;
    callbacks->callables = callables;
    callbacks->thread = NULL;
    callbacks->caller = PyThread_get_thread_ident();
    callbacks->numpy = numpy;
    callbacks->failed = false;
    callbacks->around = NULL;
    callbacks->active = NULL;
    atomic_init(&callbacks->elsewhere, false);
}

/* Right before C, where a callback has no context. */
UNGIL_FAST void
ungil_callbacks_attach(ungil_callbacks *callbacks, ungil_callbacks **active, atomic_uint *strays) {
    callbacks->active = active;
    callbacks->before = *active;
    callbacks->strays = strays;
    callbacks->strays_before = atomic_load(strays);
    *active = callbacks;
}

/* Right after C. */
UNGIL_FAST void ungil_callbacks_detach(ungil_callbacks *callbacks) {
    *callbacks->active = callbacks->before;
}

/* When C has returned, with the lock held: 0, or -1 with what a callback raised. */
UNGIL_FAST int ungil_callbacks_end(ungil_callbacks *callbacks, const ungil_signature *function) {
    if (UNGIL_UNLIKELY(callbacks->failed)) {
        PyErr_Restore(callbacks->type, callbacks->value, callbacks->traceback);
        return -1;
    }
    if (UNGIL_UNLIKELY(atomic_load(&callbacks->elsewhere))) {
        return ungil_complain(PyExc_RuntimeError, function,
                              "C has called back from another thread than the one that called it");
    }
    if (UNGIL_UNLIKELY(callbacks->active != NULL &&
                       atomic_load(callbacks->strays) != callbacks->strays_before)) {
        return ungil_complain(PyExc_RuntimeError, function,
                              "C has called back where no call was running: from a thread of its "
                              "own, or for a call that had ended");
    }
    return 0;
}

/* --- a callback --- */

/* The call that a callback without a context is for. NULL where C runs for none on this thread:
 * then it is counted, for the calls under way to see. */
UNGIL_FAST ungil_callbacks *ungil_callback_of(ungil_callbacks *active, atomic_uint *strays) {
    if (UNGIL_UNLIKELY(active == NULL)) {
        atomic_fetch_add(strays, 1);
    }
    return active;
}

/* Takes the lock back. False where Python must not run: C gets the value for exceptions. */
UNGIL_CALL bool ungil_callback_enter(ungil_callbacks *callbacks) {
    if (callbacks->caller != PyThread_get_thread_ident()) {
        atomic_store(&callbacks->elsewhere, true);
        return false;
    }
    if (callbacks->failed) {
        return false;
    }
    callbacks->errno_kept = errno;
    if (callbacks->active != NULL) {
        *callbacks->active = NULL; /* what runs now is no C of this call's */
    }
    if (callbacks->thread != NULL) {
        PyEval_RestoreThread(callbacks->thread);
    }
    return true;
}

/* Puts an exception aside and releases the lock again, where the call had released it. */
UNGIL_CALL void ungil_callback_leave(ungil_callbacks *callbacks) {
    PyErr_Fetch(&callbacks->type, &callbacks->value, &callbacks->traceback);
    callbacks->failed = callbacks->type != NULL;
    if (callbacks->thread != NULL) {
        callbacks->thread = PyEval_SaveThread();
    }
    if (callbacks->active != NULL) {
        *callbacks->active = callbacks;
    }
    errno = callbacks->errno_kept;
}

/* Calls the callable. Takes over the references to its arguments; NULL with an exception. */
UNGIL_CALL PyObject *
ungil_callback_call(ungil_callbacks *callbacks, int index, PyObject **arguments, int count) {
    PyObject *tuple = PyTuple_New(count), *answer = NULL;
    for (int i = 0; tuple != NULL && i < count; i++) {
        PyTuple_SetItem(tuple, i, arguments[i]);
        arguments[i] = NULL;
    }
    if (tuple != NULL && Py_EnterRecursiveCall(" in a callback") == 0) {
        answer = PyObject_CallObject(callbacks->callables[index], tuple);
        Py_LeaveRecursiveCall();
    }
    Py_XDECREF(tuple);
    return answer;
}

/* The answers of a callable that C expects several of; borrowed from `answer`. 0, or -1 with a
 * TypeError. */
UNGIL_COLD int ungil_callback_answers(
    const ungil_signature *function, int index, PyObject *answer, PyObject **answers, int count) {
    if (!PyTuple_Check(answer)) {
        return ungil_wrong_type(function, index, "a tuple", answer);
    }
    if (PyTuple_Size(answer) != count) {
        return ungil_complain(PyExc_TypeError, function, "'%s' must be a tuple of %d, not of %zd",
                              function->parameters[index].name, count, PyTuple_Size(answer));
    }
    for (int i = 0; i < count; i++) {
        answers[i] = PyTuple_GetItem(answer, i);
    }
    return 0;
}

/* --- what C hands over --- */

/* Zeroes what a callback has to write, in case it does not come to it. What cannot be computed is
 * left: the callback itself will complain. */
UNGIL_FAST void ungil_blank(void *memory, ungil_exact length, size_t size) {
    ungil_exact bytes = ungil_multiply(length, ungil_natural(size));
    if (memory != NULL && bytes.fault == UNGIL_FINE && bytes.value > 0 &&
        bytes.value <= PY_SSIZE_T_MAX) {
        memset(memory, 0, (size_t)bytes.value);
    }
}

/* C has passed NULL for what must not be NULL; returns NULL with a RuntimeError. */
UNGIL_COLD PyObject *ungil_callback_null(const ungil_signature *function, int index) {
    ungil_complain(PyExc_RuntimeError, function, "C passed NULL for '%s'",
                   function->parameters[index].name);
    return NULL;
}

/* How many elements the array has that C hands over, whose shape is set; -1 with an exception. */
UNGIL_CALL Py_ssize_t ungil_callback_length(const ungil_signature *function,
                                            int index,
                                            ungil_array *array,
                                            const void *memory) {
    array->numpy = array->exported = false; /* a copy, whatever Python sees it as */
    ungil_exact length = ungil_whole(1);
    for (int i = 0; i < array->ndim; i++) {
        length = ungil_multiply(length, ungil_whole(array->shape[i]));
    }
    ungil_exact size = ungil_multiply(length, ungil_whole(function->parameters[index].size));
    if (size.fault != UNGIL_FINE || size.value > PY_SSIZE_T_MAX) {
        PyErr_NoMemory();
        return -1;
    }
    if (memory == NULL && size.value > 0) {
        ungil_callback_null(function, index);
        return -1;
    }
    return (Py_ssize_t)length.value;
}

/* Fills the block of an array with what C has at `memory`, where the callback `reads` it. */
UNGIL_CALL void ungil_callback_fill(const ungil_parameter *parameter,
                                    const ungil_array *array,
                                    const void *memory,
                                    bool reads,
                                    PyObject *block) {
    const size_t size = (size_t)ungil_length(array) * parameter->size;
    if (reads && size > 0) {
        memcpy(array->data, memory, size);
    }
    ((ungil_block *)block)->readonly = (parameter->flags & UNGIL_WRITABLE) == 0;
}

/* An array for a callback, whose shape is set in `array`: a copy of what C has at `memory` where
 * the callback `reads` it, else zeroes. Its block, which cannot move, goes to `block`. A new
 * reference; NULL with an exception. */
UNGIL_CALL PyObject *ungil_callback_array(ungil_callbacks *callbacks,
                                          const ungil_signature *function,
                                          int index,
                                          ungil_array *array,
                                          const void *memory,
                                          bool reads,
                                          PyObject **block) {
    const ungil_parameter *parameter = &function->parameters[index];
    ungil_state *state = ungil_state_of(callbacks->module);
    const Py_ssize_t length = ungil_callback_length(function, index, array, memory);
    if (length < 0) {
        return NULL;
    }
    *block = ungil_new_block(state, parameter, array, length, ungil_letter(parameter), 0, 1);
    if (*block == NULL) {
        return NULL;
    }
    ungil_callback_fill(parameter, array, memory, reads, *block);
    bool numpy = callbacks->numpy || (parameter->kind == UNGIL_COMPLEX && ungil_has_numpy(state));
    if (!numpy || parameter->kind == UNGIL_RAW) {
        return PyMemoryView_FromObject(*block);
    }
    unsigned kind = parameter->kind > UNGIL_COMPLEX ? UNGIL_SIGNED : parameter->kind;
    PyObject *dtype = ungil_once_get(&state->dtypes[ungil_dtype_index(kind, parameter->size)]);
    return ungil_ndarray_over(state, dtype, array, *block);
}

/* Gives C what a callback has left in its array. */
UNGIL_CALL void ungil_callback_write_back(PyObject *block, void *target) {
    const ungil_block *written = (const ungil_block *)block;
    size_t size = written->itemsize;
    for (int i = 0; i < written->ndim; i++) {
        size *= (size_t)written->shape[i];
    }
    if (size > 0) {
        memcpy(target, written->data, size);
    }
}

/* A copy of bytes that a callback only reads; NULL with an exception. */
UNGIL_CALL PyObject *ungil_callback_bytes(const ungil_signature *function,
                                          int index,
                                          const char *expression,
                                          ungil_exact size,
                                          const void *memory) {
    Py_ssize_t length = 0;
    if (ungil_size(function, expression, size, &length) < 0) {
        return NULL;
    }
    if (memory == NULL && length > 0) {
        return ungil_callback_null(function, index);
    }
    return PyBytes_FromStringAndSize(memory, length);
}

/* UNGIL_WRITTEN: what a callback says it has written of its array. Less than nothing is C's to
 * judge, which may have a meaning for it. 0, or -1 with a ValueError. */
UNGIL_CALL int ungil_callback_written(const ungil_signature *function,
                                      int index,
                                      const char *expression,
                                      ungil_exact written,
                                      Py_ssize_t room) {
    if (UNGIL_LIKELY(written.fault == UNGIL_FINE && written.value <= room)) {
        return 0;
    }
    PyObject *text = ungil_exact_text(written.value);
    if (text != NULL) {
        ungil_complain(PyExc_ValueError, function,
                       "the callback says it has written %U (%s) of '%s', which has room for %zd",
                       text, expression, function->parameters[index].name, room);
        Py_DECREF(text);
    }
    return -1;
}

#endif
