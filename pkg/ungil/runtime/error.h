/* error.h: what C reports as a failure becomes an exception. */
#ifndef UNGIL_ERROR_H
#define UNGIL_ERROR_H

#include "state.h"

#include <errno.h>

/* Makes the module's Error; called once a module instance. Returns 0, or -1 with an exception. */
UNGIL_COLD int ungil_add_error(PyObject *module) {
    ungil_state *state = ungil_state_of(module);
    state->error = PyErr_NewExceptionWithDoc(
        UNGIL_MODULE_NAME ".Error",
        "A C function reported a failure.\n\n`code` is what it returned, None where that is no "
        "value.",
        NULL, NULL);
    return state->error == NULL ? -1 : PyModule_AddObjectRef(module, "Error", state->error);
}

/* Raises Error. `code` is the C result, whose reference is taken over; `text` is C's own message,
 * NULL for none. Returns -1. */
UNGIL_COLD int ungil_raise_error(PyObject *module,
                                 const ungil_signature *function,
                                 PyObject *code,
                                 const char *text) {
    PyObject *error = ungil_state_of(module)->error;
    PyObject *message = NULL, *exception = NULL;
    if (code == NULL) {
        return -1;
    }
    if (text != NULL) {
        PyObject *decoded = PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "replace");
        if (decoded != NULL) {
            message = PyUnicode_FromFormat("%s(): %U", function->name, decoded);
            Py_DECREF(decoded);
        }
    } else if (code == Py_None) {
        message = PyUnicode_FromFormat("%s() failed", function->name);
    } else {
        message = PyUnicode_FromFormat("%s() failed: it returned %R", function->name, code);
    }
    if (message != NULL) {
        exception = PyObject_CallFunctionObjArgs(error, message, NULL);
        Py_DECREF(message);
    }
    if (exception != NULL) {
        if (PyObject_SetAttrString(exception, "code", code) == 0) {
            PyErr_SetObject(error, exception);
        }
        Py_DECREF(exception);
    }
    Py_DECREF(code);
    return -1;
}

/* Raises the OSError of what the call left in errno; returns -1. */
UNGIL_COLD int ungil_raise_errno(int left) {
    errno = left;
    PyErr_SetFromErrno(PyExc_OSError);
    return -1;
}

#endif
