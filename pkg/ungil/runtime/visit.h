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

/* The object is none of the class, whose name follows an article in `type`. It may look like one:
 * where the module was imported anew, there are two classes of that name. */
UNGIL_COLD int ungil_no_handle(const ungil_signature *function, int index, PyObject *object) {
    const char *type = function->parameters[index].type;
    PyObject *came = ungil_type_name(object);
    if (came == NULL) {
        return -1;
    }
    const char *name = strchr(type, ' ');
    bool alike = name != NULL && PyUnicode_CompareWithASCIIString(came, name + 1) == 0;
    ungil_complain(PyExc_TypeError, function, "'%s' must be %s%s, not %U%s",
                   function->parameters[index].name, type, alike ? " of this module" : "", came,
                   alike ? " of another, as when it was imported twice" : "");
    Py_DECREF(came);
    return -1;
}

/* Takes an argument of one of the module's classes. Returns 0, or -1 with a TypeError. */
UNGIL_FAST int ungil_to_handle(ungil_state *state,
                               const ungil_signature *function,
                               int index,
                               PyObject *object,
                               int number,
                               ungil_visit *visit) {
    if (UNGIL_UNLIKELY((PyObject *)Py_TYPE(object) != state->handles[number])) {
        return ungil_no_handle(function, index, object);
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
UNGIL_CALL PyObject *ungil_run_method(
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

/* Puts what stands in a dict of keywords behind the positional arguments: 0, or -1 with a TypeError
 * for a name that is no str, as type.__call__ lets one pass. */
UNGIL_COLD int ungil_unpack_keywords(PyObject *kwargs, PyObject *kwnames, PyObject **values) {
    PyObject *name, *value;
    Py_ssize_t position = 0;
    for (Py_ssize_t k = 0; PyDict_Next(kwargs, &position, &name, &value); k++) {
        if (!PyUnicode_Check(name)) {
            PyErr_SetString(PyExc_TypeError, "keywords must be strings");
            return -1;
        }
        PyTuple_SetItem(kwnames, k, Py_NewRef(name));
        values[k] = value;
    }
    return 0;
}

/* T(...): calls the function that makes a T. `kwargs` may be a dict that others change meanwhile
 * (`_thread.start_new_thread` hands on its caller's own), so the call has a copy. */
UNGIL_COLD PyObject *
ungil_construct(ungil_call call, PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    PyObject *module = PyType_GetModule(type), *result = NULL;
    PyObject *own = kwargs == NULL ? PyDict_New() : PyDict_Copy(kwargs);
    if (module == NULL || own == NULL) {
        Py_XDECREF(own);
        return NULL;
    }
    Py_ssize_t nargs = PyTuple_Size(args), keywords = PyDict_Size(own);
    PyObject *kwnames = PyTuple_New(keywords);
    PyObject **all = PyMem_Malloc((size_t)(nargs + keywords + 1) * sizeof(PyObject *));
    if (all == NULL) {
        PyErr_NoMemory();
    } else if (kwnames != NULL && ungil_unpack_keywords(own, kwnames, all + nargs) == 0) {
        for (Py_ssize_t i = 0; i < nargs; i++) {
            all[i] = PyTuple_GetItem(args, i);
        }
        result = call(module, all, nargs, keywords == 0 ? NULL : kwnames);
    }
    PyMem_Free(all);
    Py_XDECREF(kwnames);
    Py_DECREF(own);
    return result;
}

#endif
