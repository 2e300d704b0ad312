/* cffi.h: `ffi` and `lib`, built at their first touch.
 *
 * cffi's half of the module stands below the call layer (cffi_half.h makes room for it). Without
 * cffi (UNGIL_WITH_CFFI is 0) UNGIL_NO_CFFI_REASON says why there is none.
 */
#ifndef UNGIL_CFFI_H
#define UNGIL_CFFI_H

#include "base.h"

#if UNGIL_WITH_CFFI

/* cffi's own PyInit function, renamed by cffi_half.h. */
static PyObject *ungil_cffi_init(void);

/* Takes the exception that is set away, as an object: a new reference. */
UNGIL_COLD PyObject *ungil_take_exception(void) {
    PyObject *type, *exception, *traceback;
    PyErr_Fetch(&type, &exception, &traceback);
    PyErr_NormalizeException(&type, &exception, &traceback);
    if (traceback != NULL) {
        PyException_SetTraceback(exception, traceback);
    }
    Py_XDECREF(type);
    Py_XDECREF(traceback);
    return exception;
}

/* Sets the exception that was taken away; takes the reference. */
UNGIL_COLD void ungil_set_exception(PyObject *exception) {
    PyErr_SetObject((PyObject *)Py_TYPE(exception), exception);
    Py_DECREF(exception);
}

/* Turns the ImportError that is set into one that says what to do, with the old one as its
 * cause. `what` is "ffi" or "lib". */
UNGIL_COLD void ungil_explain_no_cffi(const char *what) {
    bool missing = PyErr_ExceptionMatches(PyExc_ModuleNotFoundError);
    PyObject *cause = ungil_take_exception();
    if (missing) {
        PyErr_Format(PyExc_ImportError,
                     "'%s' of " UNGIL_MODULE_NAME " needs cffi, which is not installed: "
                     "pip install cffi",
                     what);
    } else {
        PyErr_Format(PyExc_ImportError,
                     "'%s' of " UNGIL_MODULE_NAME " needs cffi, which cannot be loaded here (%S); "
                     "the functions of the module itself need no cffi",
                     what, cause);
    }
    PyObject *explained = ungil_take_exception();
    PyException_SetCause(explained, cause); /* takes the reference */
    ungil_set_exception(explained);
}

/* Returns 0, or -1 with an ImportError. */
UNGIL_COLD int ungil_import_cffi(const char *what) {
    PyObject *backend = PyImport_ImportModule("_cffi_backend");
    if (backend == NULL) {
        if (PyErr_ExceptionMatches(PyExc_ImportError)) {
            ungil_explain_no_cffi(what);
        }
        return -1;
    }
    Py_DECREF(backend);
    return 0;
}

/* What a dict has under a name: a new reference, NULL without an exception for nothing. (What
 * PyDict_GetItemString borrows, another thread may take away.) */
UNGIL_COLD PyObject *ungil_item_or_null(PyObject *dict, const char *name) {
    PyObject *found = PyMapping_GetItemString(dict, name);
    if (found == NULL) {
        PyErr_Clear();
    }
    return found;
}

/* Runs cffi's init, and gives the module that it made: a new reference, or NULL with an
 * exception. That module takes the place of ours in sys.modules, where pickle and the next
 * import look: ours is put back. (With an interpreter lock no Python code runs in between.
 * Without one, a thread that imports the module in these microseconds may get cffi's.) */
UNGIL_COLD PyObject *ungil_run_cffi_init(void) {
    PyObject *modules = PyImport_GetModuleDict(); /* lives as long as the interpreter */
    PyObject *ours = ungil_item_or_null(modules, UNGIL_MODULE_NAME);
    PyObject *half = ungil_cffi_init();
    int restored = 0;
    if (half != NULL) {
        restored = ours != NULL ? PyDict_SetItemString(modules, UNGIL_MODULE_NAME, ours)
                                : PyDict_DelItemString(modules, UNGIL_MODULE_NAME);
    }
    Py_XDECREF(ours);
    if (restored < 0) {
        Py_CLEAR(half);
    }
    return half;
}

/* Adds both `ffi` and `lib` to the module's dict. Returns 0, or -1 with an exception. */
UNGIL_COLD int ungil_add_cffi_half(PyObject *attributes, const char *what) {
    if (ungil_import_cffi(what) < 0) {
        return -1;
    }
    PyObject *half = ungil_run_cffi_init();
    if (half == NULL) {
        return -1;
    }
    int added = -1;
    PyObject *ffi = PyObject_GetAttrString(half, "ffi");
    PyObject *lib = ffi == NULL ? NULL : PyObject_GetAttrString(half, "lib");
    if (lib != NULL && PyDict_SetItemString(attributes, "ffi", ffi) == 0) {
        added = PyDict_SetItemString(attributes, "lib", lib);
    }
    Py_XDECREF(lib);
    Py_XDECREF(ffi);
    Py_DECREF(half);
    return added;
}

/* Calls a method that gives None, keeping the exception that is set. Returns 0, or -1 with an
 * exception. */
UNGIL_COLD int ungil_use_lock(PyObject *lock, const char *method) {
    PyObject *pending = PyErr_Occurred() ? ungil_take_exception() : NULL;
    PyObject *result = PyObject_CallMethod(lock, method, NULL);
    if (pending != NULL) {
        ungil_set_exception(pending);
    }
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

/* `ffi` or `lib`, as `what` says, at first touch: a new reference, or NULL with an exception.
 * Threads take turns, so that all of them get the same object. */
UNGIL_COLD PyObject *ungil_cffi_attribute(PyObject *module, PyObject *lock, const char *what) {
    PyObject *attributes = PyModule_GetDict(module);
    if (ungil_use_lock(lock, "acquire") < 0) {
        return NULL;
    }
    PyObject *found = ungil_item_or_null(attributes, what);
    if (found == NULL && ungil_add_cffi_half(attributes, what) == 0) {
        found = PyMapping_GetItemString(attributes, what);
    }
    if (ungil_use_lock(lock, "release") < 0) {
        Py_CLEAR(found);
    }
    return found;
}

#else

UNGIL_COLD PyObject *ungil_cffi_attribute(PyObject *module, PyObject *lock, const char *what) {
    (void)module;
    (void)lock;
    PyErr_Format(PyExc_ImportError,
                 "'%s' of " UNGIL_MODULE_NAME
                 " needs cffi, and the module was built without it: " UNGIL_NO_CFFI_REASON,
                 what);
    return NULL;
}

#endif

#endif
