/* handle.h: objects that live in C, owned through Python objects.
 *
 * C's object is freed once: by close(), at the end of `with`, by a function that consumes it, or
 * when the handle is collected. It outlives whatever the header says depends on it.
 */
#ifndef UNGIL_HANDLE_H
#define UNGIL_HANDLE_H

#include "export.h"
#include "gate.h"
#include "state.h"

/* A bound function, as the method table has it. */
typedef PyObject *(*ungil_call)(PyObject *module,
                                PyObject *const *args,
                                Py_ssize_t nargs,
                                PyObject *kwnames);

/* What one class of handles is. Constant. */
typedef struct {
    const char *name; /* with its module's: "sq.database" */
    const char *doc;
    PyMethodDef *methods;
    newfunc construct;
    unsigned short number; /* in the state's table of types */
    bool parent;           /* other handles may keep it */
    size_t size, align;    /* of the struct, where its memory is the handle's; else 0 */
} ungil_class;

/* Something that C's object goes on using. One of the three. */
typedef struct {
    struct ungil_handle *parent; /* a handle, which has this one among its dependents */
    PyObject *key;               /* under this key */
    PyObject *object;            /* a str, whose UTF-8 is used */
    Py_buffer view;              /* memory, exported */
} ungil_kept;

/* What has no comment about locks is set by the call that makes the handle, to which alone the
 * gate is open until then, and written later only by the last one inside. Going in and out takes
 * the mutex of the gate's lot, which orders these writes before what others read. */
typedef struct ungil_handle {
    PyObject base;
    PyObject *weak;          /* weak references to it; Python's own */
    const ungil_class *kind; /* never changes */
    ungil_call destroy;      /* frees C's object; NULL where nothing does; never changes */
    void *pointer;           /* C's object, NULL once it is gone; for those inside to read */
    void *storage;           /* the block that `pointer` points into, where it is the handle's */
    ungil_kept *kept;        /* `keeps` of them */
    size_t keeps;
    PyObject *dependents; /* a dict of weak references, which locks itself; never changes */
    ungil_gate gate;      /* protected by its lot's mutex */
} ungil_handle;

/* --- the way to the end ---
 *
 * OPEN -> CLOSING (waits for those inside; closes dependents) -> CLOSED, or DEFERRED while
 * dependents remain that only the garbage collector can reach. */

UNGIL_CALL int ungil_handle_close(ungil_handle *handle, bool collected);
UNGIL_CALL int ungil_handle_destroy(ungil_handle *handle);

UNGIL_COLD int ungil_shut(const ungil_signature *function, int index, ungil_outcome outcome) {
    const char *name = function->parameters[index].name;
    switch (outcome) {
    case UNGIL_SHUT:
        return ungil_complain(PyExc_ValueError, function, "'%s' is closed", name);
    case UNGIL_UNMADE:
        return ungil_complain(PyExc_RuntimeError, function,
                              "'%s' is not made yet: the call that makes it has not returned",
                              name);
    case UNGIL_REENTERED:
        return ungil_complain(PyExc_RuntimeError, function,
                              "this thread is in the middle of another call with '%s'", name);
    case UNGIL_ORPHAN:
        return ungil_complain(PyExc_RuntimeError, function,
                              "another thread of the parent process was in the middle of a call "
                              "with '%s' when this process was forked",
                              name);
    case UNGIL_ABANDONED:
        return ungil_complain(PyExc_RuntimeError, function,
                              "another thread was in the middle of a call with '%s' when the "
                              "interpreter began to shut down",
                              name);
    default:
        PyErr_NoMemory();
        return -1;
    }
}

static const ungil_parameter ungil_self = {"self", "a handle", UNGIL_REQUIRED, 0, 0, 0, 0};
static const ungil_signature ungil_close_signature = {"close", &ungil_self, 0, 1, 1, NULL};

/* An error of a handle that nobody has asked to close. Takes the exception that is set. */
UNGIL_COLD void ungil_handle_report(ungil_handle *handle) {
    PyErr_WriteUnraisable((PyObject *)Py_TYPE((PyObject *)handle));
}

/* One of its dependents is gone. The last one takes a parent with it that was closed before. */
UNGIL_COLD void ungil_handle_release(ungil_handle *parent, PyObject *key) {
    ungil_gate *gate = &parent->gate;
    ungil_lot *lot = ungil_lot_of(gate);
    if (PyDict_DelItem(parent->dependents, key) < 0) {
        PyErr_Clear();
    }
    ungil_mutex_lock(&lot->mutex);
    bool last = --gate->dependents == 0 && gate->state == UNGIL_GATE_DEFERRED;
    if (last) {
        gate->state = UNGIL_GATE_CLOSING;
        gate->writer = PyThread_get_thread_ident();
    }
    ungil_mutex_unlock(&lot->mutex);
    if (last && ungil_handle_destroy(parent) < 0) {
        if (ungil_gate_look(gate) == UNGIL_GATE_OPEN) {
            PyErr_Clear(); /* its own collection will try again */
        } else {
            ungil_handle_report(parent);
        }
    }
}

/* Lets go of what C's object has used. */
UNGIL_CALL void ungil_handle_let_go(ungil_handle *handle) {
    ungil_kept *kept = handle->kept;
    size_t keeps = handle->keeps;
    handle->kept = NULL;
    handle->keeps = 0;
    for (size_t i = 0; i < keeps; i++) {
        if (kept[i].parent != NULL) {
            ungil_handle_release(kept[i].parent, kept[i].key);
            Py_DECREF(kept[i].key);
            Py_DECREF((PyObject *)kept[i].parent);
        }
        Py_XDECREF(kept[i].object);
        ungil_release_buffer(&kept[i].view);
    }
    PyMem_Free(kept);
}

/* C's object is gone; called by the last one inside, with or without an exception set. */
UNGIL_CALL void ungil_handle_finish(ungil_handle *handle) {
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    handle->pointer = NULL;
    PyMem_Free(handle->storage);
    handle->storage = NULL;
    ungil_handle_let_go(handle);
    ungil_gate_settle(&handle->gate, UNGIL_GATE_CLOSED);
    PyErr_Restore(type, value, traceback);
}

/* Closes the handles that C's object must outlive; called by the last one inside. Returns 0, or -1
 * with an exception where one of them cannot be closed now. What their destructors report is
 * nobody's error. */
UNGIL_COLD int ungil_close_dependents(ungil_handle *handle) {
    if (PyDict_Size(handle->dependents) == 0) {
        return 0;
    }
    PyObject *all = PyDict_Values(handle->dependents);
    Py_ssize_t count = all == NULL ? 0 : PyList_Size(all);
    int status = all == NULL ? -1 : 0;
    for (Py_ssize_t i = 0; i < count && status == 0; i++) {
        PyObject *dependent = PyObject_CallNoArgs(PyList_GetItem(all, i));
        if (dependent == NULL) {
            status = -1;
        } else if (dependent != Py_None &&
                   ungil_handle_close((ungil_handle *)dependent, false) < 0) {
            if (ungil_gate_look(&((ungil_handle *)dependent)->gate) == UNGIL_GATE_OPEN) {
                status = -1;
            } else {
                ungil_handle_report((ungil_handle *)dependent);
            }
        }
        Py_XDECREF(dependent);
    }
    Py_XDECREF(all);
    return status;
}

/* Whether C's object has to wait for dependents that nobody can close: they are being collected,
 * in another thread or by the collection of cycles that this call is part of. */
UNGIL_COLD bool ungil_handle_defers(ungil_handle *handle) {
    ungil_lot *lot = ungil_lot_of(&handle->gate);
    ungil_mutex_lock(&lot->mutex);
    bool defers = handle->gate.dependents > 0;
    if (defers) {
        handle->gate.state = UNGIL_GATE_DEFERRED;
        handle->gate.writer = 0;
        ungil_condition_wake_all(&handle->gate.changed);
    }
    ungil_mutex_unlock(&lot->mutex);
    return defers;
}

/* Frees C's object by a call of the function that frees it; called by the last one inside. That
 * call finds itself inside, and finishes the handle. Returns 0, or -1 with an exception. */
UNGIL_CALL int ungil_handle_destroy(ungil_handle *handle) {
    if (handle->destroy == NULL || handle->pointer == NULL) {
        ungil_handle_finish(handle);
        return 0;
    }
    ungil_lot *lot = ungil_lot_of(&handle->gate);
    ungil_mutex_lock(&lot->mutex);
    handle->gate.handed_over = true;
    ungil_mutex_unlock(&lot->mutex);
    PyObject *self = (PyObject *)handle, *module = PyType_GetModule(Py_TYPE(self));
    PyObject *result = module == NULL ? NULL : handle->destroy(module, &self, 1, NULL);
    if (result == NULL) {
        if (ungil_gate_look(&handle->gate) == UNGIL_GATE_CLOSING) { /* it did not come to C */
            ungil_gate_settle(&handle->gate, UNGIL_GATE_OPEN);
        }
        return -1;
    }
    Py_DECREF(result);
    return 0;
}

/* Closes a handle, once; waits for the calls inside. `collected`: what depends on it is garbage
 * too, and closes itself. Returns 0, or -1 with an exception: the one that the destructor reports
 * when C's object is gone, else the handle is still open. */
UNGIL_CALL int ungil_handle_close(ungil_handle *handle, bool collected) {
    for (;;) {
        ungil_outcome outcome = ungil_gate_enter(&handle->gate, UNGIL_LAST);
        if (outcome == UNGIL_ORPHAN) { /* whatever C's object is now, nobody can free it */
            ungil_gate_settle(&handle->gate, UNGIL_GATE_CLOSED);
            return 0;
        }
        if (outcome == UNGIL_ENTERED) {
            break;
        }
        if (outcome != UNGIL_SHUT) {
            return ungil_shut(&ungil_close_signature, 0, outcome);
        }
        ungil_gate_await(&handle->gate);
        if (ungil_gate_look(&handle->gate) != UNGIL_GATE_OPEN) {
            return 0;
        }
    }
    if (handle->dependents != NULL && !collected && ungil_close_dependents(handle) < 0) {
        ungil_gate_settle(&handle->gate, UNGIL_GATE_OPEN);
        return -1;
    }
    return ungil_handle_defers(handle) ? 0 : ungil_handle_destroy(handle);
}

/* --- making one --- */

/* The struct's own memory: zeroed, aligned. Returns 0, or -1 with a MemoryError. */
UNGIL_COLD int ungil_handle_store(ungil_handle *handle) {
    const ungil_class *kind = handle->kind;
    handle->storage = PyMem_Calloc(1, kind->size + kind->align - 1);
    if (handle->storage == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    uintptr_t address = (uintptr_t)handle->storage + kind->align - 1;
    handle->pointer = (void *)(address - address % kind->align);
    return 0;
}

UNGIL_CALL PyObject *ungil_handle_alloc(ungil_state *state,
                                        const ungil_class *kind,
                                        ungil_call destroy,
                                        ungil_gate_state gate) {
    PyObject *made = PyType_GenericAlloc((PyTypeObject *)state->handles[kind->number], 0);
    if (made != NULL) {
        ungil_handle *handle = (ungil_handle *)made;
        handle->kind = kind;
        handle->destroy = destroy;
        ungil_gate_make(&handle->gate, gate);
    }
    return made;
}

/* A handle that has nothing in C yet, with room for what it will keep; NULL with an exception.
 * Made before the call, so that nothing can fail once C has made its part. */
UNGIL_CALL PyObject *
ungil_handle_new(ungil_state *state, const ungil_class *kind, ungil_call destroy, size_t keeps) {
    ungil_handle *handle =
        (ungil_handle *)ungil_handle_alloc(state, kind, destroy, UNGIL_GATE_MAKING);
    if (handle == NULL) {
        return NULL;
    }
    handle->kept = keeps == 0 ? NULL : PyMem_Calloc(keeps, sizeof(ungil_kept));
    handle->dependents = kind->parent ? PyDict_New() : NULL;
    if (keeps > 0 && handle->kept == NULL) {
        PyErr_NoMemory();
    } else if ((!kind->parent || handle->dependents != NULL) &&
               (kind->size == 0 || ungil_handle_store(handle) == 0)) {
        return (PyObject *)handle;
    }
    ungil_handle_finish(handle);
    Py_DECREF((PyObject *)handle);
    return NULL;
}

/* What C has made. NULL leaves the handle as it is. */
UNGIL_FAST void ungil_handle_fill(PyObject *made, const void *pointer) {
    ((ungil_handle *)made)->pointer = (void *)(uintptr_t)pointer;
}

/* The new handle keeps a str. */
UNGIL_FAST void ungil_keep_object(PyObject *made, PyObject *object) {
    ungil_handle *handle = (ungil_handle *)made;
    handle->kept[handle->keeps++].object = Py_NewRef(object);
}

/* The new handle takes over an export. */
UNGIL_FAST void ungil_keep_view(PyObject *made, const Py_buffer *view) {
    ungil_handle *handle = (ungil_handle *)made;
    handle->kept[handle->keeps++].view = *view;
}

#define UNGIL_KEEP_ARRAY(made, array)                                                              \
    do {                                                                                           \
        if ((array).exported) {                                                                    \
            ungil_keep_view(made, &(array).view);                                                  \
            (array).exported = false;                                                              \
        }                                                                                          \
    } while (0)

/* The new handle depends on another one, which the caller is inside of. Returns 0, or -1 with an
 * exception. */
UNGIL_CALL int ungil_keep_handle(PyObject *made, ungil_handle *parent) {
    ungil_handle *handle = (ungil_handle *)made;
    ungil_lot *lot = ungil_lot_of(&parent->gate);
    PyObject *key = PyLong_FromVoidPtr(handle);
    PyObject *reference = key == NULL ? NULL : PyWeakref_NewRef(made, NULL);
    int status = reference == NULL ? -1 : PyDict_SetItem(parent->dependents, key, reference);
    Py_XDECREF(reference);
    if (status < 0) {
        Py_XDECREF(key);
        return -1;
    }
    ungil_mutex_lock(&lot->mutex);
    parent->gate.dependents++;
    ungil_mutex_unlock(&lot->mutex);
    ungil_kept *kept = &handle->kept[handle->keeps++];
    kept->parent = (ungil_handle *)Py_NewRef((PyObject *)parent);
    kept->key = key;
    return 0;
}

/* C has put the object of one handle into that of another: what the first one keeps is the other
 * one's to keep. Without memory for that it is kept for good. The caller is inside of both alone.
 */
UNGIL_COLD void ungil_bequeath(ungil_handle *from, ungil_handle *to) {
    if (from == NULL || to == NULL || from->keeps == 0) {
        return;
    }
    ungil_kept *kept = PyMem_Realloc(to->kept, (to->keeps + from->keeps) * sizeof(ungil_kept));
    if (kept != NULL) {
        memcpy(kept + to->keeps, from->kept, from->keeps * sizeof(ungil_kept));
        to->kept = kept;
        to->keeps += from->keeps;
        PyMem_Free(from->kept);
    }
    from->kept = NULL;
    from->keeps = 0;
}

/* A new handle as the call's result; NULL with an exception. `reported`: the function has other
 * ways to say that there is no memory. */
UNGIL_CALL PyObject *
ungil_give_handle(const ungil_signature *function, PyObject **made, bool or_null, bool reported) {
    PyObject *handle = *made;
    if (UNGIL_LIKELY(((ungil_handle *)handle)->pointer != NULL)) {
        *made = NULL;
        ungil_gate_settle(&((ungil_handle *)handle)->gate, UNGIL_GATE_OPEN);
        return handle;
    }
    if (or_null) {
        return Py_NewRef(Py_None);
    }
    ungil_complain(reported ? PyExc_RuntimeError : PyExc_MemoryError, function,
                   reported ? "C made no %s, and reported no error" : "C made no %s",
                   ((ungil_handle *)handle)->kind->name);
    return NULL;
}

#endif
