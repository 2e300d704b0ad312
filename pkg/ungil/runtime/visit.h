/* visit.h: the handles of one call, from its arguments to its end. */
#ifndef UNGIL_VISIT_H
#define UNGIL_VISIT_H

#include "arguments.h"
#include "handle_class.h"

/* A handle that one call uses. On the call's own stack: no other thread sees it. */
typedef struct {
    ungil_handle *handle; /* NULL: the caller has passed None, or nothing */
    unsigned char how;    /* UNGIL_SHARED, ... */
    unsigned short index; /* of the parameter */
    bool inside;          /* the gate has to be left */
    bool gone;            /* C has taken the object */
} ungil_visit;

#define UNGIL_VISIT(how, index) {NULL, how, index, false, false}

/* Takes an argument of one of the module's classes. Returns 0, or -1 with a TypeError. */
UNGIL_FAST int ungil_to_handle(ungil_state *state,
                               const ungil_signature *function,
                               int index,
                               PyObject *object,
                               int number,
                               ungil_visit *visit) {
    if (UNGIL_UNLIKELY((PyObject *)Py_TYPE(object) != state->handles[number])) {
        return ungil_wrong_type(function, index, function->parameters[index].type, object);
    }
    visit->handle = (ungil_handle *)object;
    return 0;
}

/* C's object; NULL for None. Only inside. */
UNGIL_FAST void *ungil_pointer(const ungil_visit *visit) {
    return visit->handle == NULL ? NULL : visit->handle->pointer;
}

/* One handle twice in a call is fine only where C reads both. */
UNGIL_COLD int
ungil_same_handle(const ungil_signature *function, const ungil_visit *visits, int count) {
    for (int i = 0; i < count; i++) {
        for (int k = i + 1; k < count; k++) {
            if (visits[i].handle != NULL && visits[i].handle == visits[k].handle &&
                (visits[i].how != UNGIL_SHARED || visits[k].how != UNGIL_SHARED)) {
                return ungil_complain(PyExc_ValueError, function,
                                      "'%s' and '%s' are the same handle, which C changes",
                                      function->parameters[visits[i].index].name,
                                      function->parameters[visits[k].index].name);
            }
        }
    }
    return 0;
}

/* Closes what depends on a handle that C is about to take. */
UNGIL_COLD int ungil_enter_last(const ungil_signature *function, const ungil_visit *visit) {
    ungil_handle *handle = visit->handle;
    if (handle->dependents == NULL) {
        return 0;
    }
    if (ungil_close_dependents(handle) < 0) {
        return -1;
    }
    ungil_lot *lot = ungil_lot_of(&handle->gate);
    ungil_mutex_lock(&lot->mutex);
    size_t dependents = handle->gate.dependents;
    ungil_mutex_unlock(&lot->mutex);
    return dependents == 0 ? 0
                           : ungil_complain(PyExc_RuntimeError, function,
                                            "'%s' is still used by what is being collected",
                                            function->parameters[visit->index].name);
}

UNGIL_FAST int ungil_enter_one(const ungil_signature *function, ungil_visit *visit) {
    ungil_outcome outcome = ungil_gate_enter(&visit->handle->gate, visit->how);
    if (UNGIL_UNLIKELY(outcome != UNGIL_ENTERED)) {
        return ungil_shut(function, visit->index, outcome);
    }
    visit->inside = true;
    return visit->how == UNGIL_LAST ? ungil_enter_last(function, visit) : 0;
}

/* Goes into all handles of a call. Those that are closed by it come first, since then nobody waits
 * for them any more; the others in the order of their addresses, which all calls keep to, so that
 * no two calls wait for each other. Returns 0, or -1 with an exception; `ungil_leave` is due in
 * either case. */
UNGIL_CALL int ungil_enter(const ungil_signature *function, ungil_visit *visits, int count) {
    if (count > 1 && ungil_same_handle(function, visits, count) < 0) {
        return -1;
    }
    for (int i = 0; i < count; i++) {
        if (visits[i].how == UNGIL_LAST && visits[i].handle != NULL &&
            ungil_enter_one(function, &visits[i]) < 0) {
            return -1;
        }
    }
    uintptr_t before = 0;
    for (;;) {
        ungil_visit *next = NULL;
        for (int i = 0; i < count; i++) {
            uintptr_t address = (uintptr_t)visits[i].handle;
            if (visits[i].how != UNGIL_LAST && address > before &&
                (next == NULL || address < (uintptr_t)next->handle)) {
                next = &visits[i];
            }
        }
        if (next == NULL) {
            return 0;
        }
        if (ungil_enter_one(function, next) < 0) {
            return -1;
        }
        before = (uintptr_t)next->handle;
    }
}

/* Leaves the handles that the call is inside of; those that C has taken are gone. */
UNGIL_CALL void ungil_leave(ungil_visit *visits, int count) {
    for (int i = 0; i < count; i++) {
        if (!visits[i].inside) {
            continue;
        }
        if (visits[i].gone) {
            ungil_handle_finish(visits[i].handle);
        } else if (visits[i].how == UNGIL_LAST) {
            ungil_gate_settle(&visits[i].handle->gate, UNGIL_GATE_OPEN);
        } else {
            ungil_gate_leave(&visits[i].handle->gate, visits[i].how);
        }
    }
}

/* --- calls by way of the class --- */

enum { UNGIL_FEW_ARGUMENTS = 8 };

/* Calls a bound function with `self` before the other arguments. */
UNGIL_CALL PyObject *ungil_call_method(
    ungil_call call, PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *kwnames) {
    Py_ssize_t count = nargs + (kwnames == NULL ? 0 : PyTuple_Size(kwnames));
    PyObject *few[UNGIL_FEW_ARGUMENTS], **all = few;
    PyObject *module = PyType_GetModule(Py_TYPE(self));
    if (module == NULL) {
        return NULL;
    }
    if (count >= UNGIL_FEW_ARGUMENTS) {
        all = PyMem_Malloc((size_t)(count + 1) * sizeof(PyObject *));
        if (all == NULL) {
            return PyErr_NoMemory();
        }
    }
    all[0] = self;
    for (Py_ssize_t i = 0; i < count; i++) {
        all[i + 1] = args[i];
    }
    PyObject *result = call(module, all, nargs + 1, kwnames);
    if (all != few) {
        PyMem_Free(all);
    }
    return result;
}

/* T(...): calls the function that makes a T. */
UNGIL_COLD PyObject *
ungil_construct(ungil_call call, PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    PyObject *module = PyType_GetModule(type), *result = NULL, *name, *value;
    Py_ssize_t nargs = PyTuple_Size(args), keywords = kwargs == NULL ? 0 : PyDict_Size(kwargs);
    PyObject *kwnames = keywords == 0 ? NULL : PyTuple_New(keywords);
    PyObject **all = PyMem_Malloc((size_t)(nargs + keywords + 1) * sizeof(PyObject *));
    if (all == NULL) {
        PyErr_NoMemory();
    } else if (module != NULL && (keywords == 0 || kwnames != NULL)) {
        for (Py_ssize_t i = 0; i < nargs; i++) {
            all[i] = PyTuple_GetItem(args, i);
        }
        Py_ssize_t position = 0, k = 0;
        while (k < keywords && PyDict_Next(kwargs, &position, &name, &value)) {
            PyTuple_SetItem(kwnames, k, Py_NewRef(name));
            all[nargs + k++] = value;
        }
        result = call(module, all, nargs, kwnames);
    }
    PyMem_Free(all);
    Py_XDECREF(kwnames);
    return result;
}

#endif
