/* exec.h: what fills a module instance: its state, constants, `__getattr__` and `__all__`.
 *
 * Needs UNGIL_MODULE_NAME and UNGIL_WITH_CFFI. The first touch of `ffi` or `lib` is cffi.h's.
 */
#ifndef UNGIL_EXEC_H
#define UNGIL_EXEC_H

#ifdef UNGIL_AUTO_COUNT
#include "auto.h"
#endif
#include "cffi.h"
#include "state.h"

/* The module's memory; the call functions see its first field. */
typedef struct {
    ungil_state calls;
    PyObject *cffi_lock; /* an RLock: held while cffi's half is built; set by exec */
} ungil_module_state;

UNGIL_COLD int ungil_module_traverse(PyObject *module, visitproc visit, void *arg) {
    ungil_module_state *state = PyModule_GetState(module);
    if (state != NULL) {
        Py_VISIT(state->cffi_lock);
    }
    return ungil_state_traverse(module, visit, arg);
}

UNGIL_COLD int ungil_module_clear(PyObject *module) {
    ungil_module_state *state = PyModule_GetState(module);
    if (state != NULL) {
        Py_CLEAR(state->cffi_lock);
    }
    return ungil_state_clear(module);
}

UNGIL_COLD void ungil_module_free(void *module) {
    ungil_state_gone((PyObject *)module);
    ungil_module_clear((PyObject *)module);
}

/* The module's __getattr__: called for what its dict does not have. */
UNGIL_COLD PyObject *ungil_getattr(PyObject *module, PyObject *name) {
    ungil_module_state *state = PyModule_GetState(module);
    if (state == NULL) {
        return NULL;
    }
    if (PyUnicode_Check(name)) {
        if (PyUnicode_CompareWithASCIIString(name, "lib") == 0) {
            return ungil_cffi_attribute(module, state->cffi_lock, "lib");
        }
        if (PyUnicode_CompareWithASCIIString(name, "ffi") == 0) {
            return ungil_cffi_attribute(module, state->cffi_lock, "ffi");
        }
    }
    PyErr_Format(PyExc_AttributeError, "module '" UNGIL_MODULE_NAME "' has no attribute %R", name);
    return NULL;
}

static PyMethodDef ungil_getattr_method = {"__getattr__", ungil_getattr, METH_O, NULL};

UNGIL_COLD int ungil_add_getattr(PyObject *module) {
    PyObject *function = PyCFunction_NewEx(&ungil_getattr_method, module, NULL);
    int added = PyModule_AddObjectRef(module, ungil_getattr_method.ml_name, function);
    Py_XDECREF(function);
    return added;
}

/* An RLock, since what runs inside may come back to the same thread (a destructor, a signal
 * handler), and since waiting for it drops the interpreter lock. */
UNGIL_COLD int ungil_add_lock(PyObject *module) {
    ungil_module_state *state = PyModule_GetState(module);
    PyObject *threads = PyImport_ImportModule("_thread");
    if (threads == NULL) {
        return -1;
    }
    state->cffi_lock = PyObject_CallMethod(threads, "RLock", NULL);
    Py_DECREF(threads);
    return state->cffi_lock == NULL ? -1 : 0;
}

UNGIL_COLD bool ungil_is_public(PyObject *name) {
    Py_ssize_t size;
    const char *text = PyUnicode_AsUTF8AndSize(name, &size);
    if (text == NULL) {
        PyErr_Clear();
        return false;
    }
    return size < 4 || strncmp(text, "__", 2) != 0 || strcmp(text + size - 2, "__") != 0;
}

/* Names in __all__ what the module has by now: functions, constants, classes and Error. Never
 * `ffi` and `lib`, so that `import *` does not import cffi. The names are a copy of the dict's:
 * nothing is borrowed from what another thread may change. */
UNGIL_COLD int ungil_add_all(PyObject *module) {
    PyObject *all = PyList_New(0), *names = PyDict_Keys(PyModule_GetDict(module));
    Py_ssize_t count = names == NULL ? 0 : PyList_Size(names);
    bool failed = all == NULL || names == NULL;
    for (Py_ssize_t i = 0; !failed && i < count; i++) {
        PyObject *name = PyList_GetItem(names, i);
        failed = ungil_is_public(name) && PyList_Append(all, name) < 0;
    }
    Py_XDECREF(names);
    int added = failed ? -1 : PyModule_AddObjectRef(module, "__all__", all);
    Py_XDECREF(all);
    return added;
}

/* Generated: adds the header's constants, and Error where a function raises it. */
static int ungil_add_constants(PyObject *module);

UNGIL_COLD int ungil_exec(PyObject *module) {
    ungil_state_made(module);
#ifdef UNGIL_AUTO_COUNT
    if (ungil_auto_made(module) < 0) {
        return -1;
    }
#endif
    if (ungil_add_lock(module) < 0 || ungil_add_getattr(module) < 0 ||
        ungil_add_constants(module) < 0) {
        return -1;
    }
    return ungil_add_all(module);
}

#endif
