/* numpy.h: NumPy's arrays, read from their own struct.
 *
 * Its layout is part of NumPy's stable ABI (PyArrayObject,
 * https://numpy.org/doc/stable/reference/c-api/types-and-structures.html). NumPy is looked up once
 * it is imported, and never imported from here.
 */
#ifndef UNGIL_NUMPY_H
#define UNGIL_NUMPY_H

#include "format.h"
#include "state.h"

/* NumPy's array object; the fields that are part of its ABI. */
typedef struct {
    PyObject base;
    char *data;
    int ndim;
    Py_ssize_t *shape;
    Py_ssize_t *strides;
    PyObject *owner;
    PyObject *dtype;
    int flags;
} ungil_ndarray;

enum { UNGIL_NDARRAY_C_CONTIGUOUS = 0x1, UNGIL_NDARRAY_WRITEABLE = 0x400 };

/* log2 of 1, 2, 4, 8 and 16, for the table of dtypes */
UNGIL_FAST int ungil_dtype_index(unsigned kind, size_t size) {
    int log = size == 1 ? 0 : size == 2 ? 1 : size == 4 ? 2 : size == 8 ? 3 : 4;
    return (int)kind * UNGIL_DTYPE_SIZES + log;
}

/* Whether NumPy made this dtype for that name. It did where the object is a dtype at all, unless
 * somebody has replaced numpy.dtype: then the arrays of another dtype would pass for these. */
UNGIL_COLD bool ungil_is_native_dtype(PyObject *dtype, const char *name) {
    PyObject *text = PyObject_GetAttrString(dtype, "str"); /* "<i4", "|b1" */
    const char *shown = text == NULL ? NULL : PyUnicode_AsUTF8AndSize(text, NULL);
    bool native = shown != NULL && !ungil_is_foreign(*shown) && strcmp(shown + 1, name) == 0;
    Py_XDECREF(text);
    return native;
}

/* Whatever another thread has stored meanwhile stays: it is the same dtype. */
UNGIL_COLD int ungil_load_dtypes(ungil_state *state, PyObject *numpy) {
    static const char *const names[UNGIL_DTYPE_COUNT] = {
        "i1", "i2", "i4", "i8", NULL, "u1", "u2", "u4", "u8", NULL, NULL, "f2",  "f4",
        "f8", NULL, "b1", NULL, NULL, NULL, NULL, NULL, NULL, NULL, "c8", "c16",
    };
    PyObject *make = PyObject_GetAttrString(numpy, "dtype");
    for (int i = 0; make != NULL && i < UNGIL_DTYPE_COUNT; i++) {
        if (names[i] != NULL && ungil_once_is(&state->dtypes[i], NULL)) {
            PyObject *dtype = PyObject_CallFunction(make, "s", names[i]);
            if (dtype == NULL || !ungil_is_native_dtype(dtype, names[i])) {
                Py_XDECREF(dtype);
                Py_CLEAR(make);
            } else {
                ungil_once_set(&state->dtypes[i], dtype);
            }
        }
    }
    int status = make == NULL ? -1 : 0;
    Py_XDECREF(make);
    return status;
}

/* Whether a type is NumPy's own, whose struct may be read. A class made in Python can have any
 * name, but is never a static type. */
UNGIL_COLD bool ungil_is_ndarray_type(PyObject *type) {
    if (!PyType_Check(type) || (PyType_GetFlags((PyTypeObject *)type) & Py_TPFLAGS_HEAPTYPE) != 0) {
        return false;
    }
    PyObject *module = PyObject_GetAttrString(type, "__module__");
    PyObject *name = PyType_GetQualName((PyTypeObject *)type);
    bool is_it = module != NULL && name != NULL && PyUnicode_Check(module) &&
                 PyUnicode_CompareWithASCIIString(module, "numpy") == 0 &&
                 PyUnicode_CompareWithASCIIString(name, "ndarray") == 0;
    Py_XDECREF(module);
    Py_XDECREF(name);
    return is_it;
}

/* Remembers NumPy's types if NumPy is imported; returns its array type, borrowed, or NULL. The
 * type is stored last: a thread that sees it sees the rest. Whatever fails here is no error of
 * the caller's: the buffer protocol serves as well. */
UNGIL_COLD PyObject *ungil_load_numpy(ungil_state *state) {
    PyObject *numpy = PyMapping_GetItemString(PyImport_GetModuleDict(), "numpy");
    PyObject *type = numpy == NULL ? NULL : PyObject_GetAttrString(numpy, "ndarray");
    PyObject *stored = NULL;
    if (type != NULL && ungil_is_ndarray_type(type)) {
        PyObject *zeros = PyObject_GetAttrString(numpy, "zeros");
        if (ungil_once_set(&state->zeros, zeros) != NULL && ungil_load_dtypes(state, numpy) == 0) {
            stored = ungil_once_set(&state->ndarray, Py_NewRef(type));
        }
    }
    PyErr_Clear();
    Py_XDECREF(type);
    Py_XDECREF(numpy);
    return stored;
}

/* Whether NumPy is imported, and is what it should be. */
UNGIL_COLD bool ungil_has_numpy(ungil_state *state) {
    return ungil_once_get(&state->ndarray) != NULL || ungil_load_numpy(state) != NULL;
}

/* Remembers a type that is no array of NumPy's, for the next of its kind. Threads with different
 * types would take the field, and the types' reference counts, from each other at every call:
 * where they do run at once, the first type stays. */
UNGIL_CALL void ungil_remember_not_numpy(ungil_state *state, PyObject *type) {
#ifdef Py_GIL_DISABLED
    if (ungil_once_is(&state->not_numpy, NULL)) {
        ungil_once_set(&state->not_numpy, Py_NewRef(type));
    }
#else
    Py_XDECREF(ungil_once_exchange(&state->not_numpy, Py_NewRef(type)));
#endif
}

/* Whether an object is NumPy's array, or of a subclass. */
UNGIL_CALL bool ungil_is_numpy(ungil_state *state, PyObject *object) {
    if (ungil_once_is(&state->not_numpy, Py_TYPE(object))) {
        return false;
    }
    PyObject *ndarray = ungil_once_get(&state->ndarray);
    if (ndarray == NULL) {
        ndarray = ungil_load_numpy(state);
    }
    if (ndarray != NULL && PyType_IsSubtype(Py_TYPE(object), (PyTypeObject *)ndarray)) {
        return true;
    }
    ungil_remember_not_numpy(state, (PyObject *)Py_TYPE(object));
    return false;
}

#endif
