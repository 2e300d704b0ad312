/* base.h: what every part of the runtime stands on.
 *
 * The runtime is put together with the generated call functions into one C file, so all of it
 * is static. It keeps to the limited API of CPython 3.11 where Py_LIMITED_API is defined.
 */
#ifndef UNGIL_BASE_H
#define UNGIL_BASE_H

#include "compiler.h"

#ifndef PY_SSIZE_T_CLEAN
#define PY_SSIZE_T_CLEAN
#endif
#include <Python.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "develop.h"

/* What a parameter is, for binding, for array checks and for messages. */
enum {
    UNGIL_REQUIRED = 1,  /* leaving it out is a TypeError */
    UNGIL_WRITABLE = 2,  /* C writes to it */
    UNGIL_ANY_BYTES = 4, /* SIZED_BY: any element type, any number of dimensions */
    UNGIL_FLAT = 8,      /* a 1-D array may serve for the shape */
    UNGIL_OPTIONAL = 16, /* there may be no array: None, or left out */
    UNGIL_ANY_NDIM = 32, /* any number of dimensions, as UNGIL_VECTORIZE takes them */
};

typedef struct {
    const char *name;    /* the Python name */
    const char *type;    /* what is expected, as messages say it: "int32_t" */
    unsigned char flags; /* UNGIL_REQUIRED, ... */
    unsigned char kind;  /* of an array's elements: ungil_kind in array.h */
    unsigned char ndim;  /* of an array */
    unsigned char align; /* of an array's elements */
    unsigned int size;   /* of an array's elements */
} ungil_parameter;

/* A function as Python sees it: positional parameters first, then keyword-only ones. */
typedef struct {
    const char *name;
    const ungil_parameter *parameters;
    unsigned int names; /* where its parameters' names start in the state's table */
    unsigned short positional, total;
    const struct ungil_place *within; /* NULL; of what is read inside of a parameter: where */
} ungil_signature;

/* What is being read inside of a parameter: messages name it by its whole path. */
typedef struct ungil_place {
    const ungil_signature *function; /* with the one around it as `parameters[index]` */
    int index;
    Py_ssize_t item; /* of an array; -1 for a field */
} ungil_place;

#define UNGIL_IS_SIGNED(type) ((type) - 1 < (type)1)

/* "p", "p.corner", "p.matrix[2]"; a new reference, NULL with an exception. */
UNGIL_COLD PyObject *ungil_path(const ungil_signature *function, int index) {
    const char *name = function->parameters[index].name;
    const ungil_place *within = function->within;
    if (within == NULL) {
        return PyUnicode_FromString(name);
    }
    PyObject *outer = ungil_path(within->function, within->index);
    if (outer == NULL) {
        return NULL;
    }
    PyObject *path = within->item < 0 ? PyUnicode_FromFormat("%U.%s", outer, name)
                                      : PyUnicode_FromFormat("%U[%zd]", outer, within->item);
    Py_DECREF(outer);
    return path;
}

/* A message about what is read inside of a parameter, which begins with its name in quotes: the
 * whole path in place of the name. Takes over the reference to `text`. */
UNGIL_COLD PyObject *ungil_with_path(const ungil_signature *function, PyObject *text) {
    PyObject *name = PyUnicode_FromFormat("'%s'", function->parameters->name);
    PyObject *path = name == NULL ? NULL : ungil_path(function, 0);
    PyObject *rest = NULL, *whole = NULL;
    if (path != NULL) {
        rest = PyUnicode_Substring(text, PyUnicode_GetLength(name), PyUnicode_GetLength(text));
    }
    if (rest != NULL) {
        whole = PyUnicode_FromFormat("'%U'%U", path, rest);
    }
    Py_XDECREF(name);
    Py_XDECREF(path);
    Py_XDECREF(rest);
    Py_DECREF(text);
    return whole;
}

/* Sets an exception of the form "add(): 'a' ...", and returns -1. */
UNGIL_COLD int
ungil_complain(PyObject *exception, const ungil_signature *function, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    PyObject *text = PyUnicode_FromFormatV(format, arguments);
    va_end(arguments);
    if (text != NULL && function->within != NULL) {
        text = ungil_with_path(function, text);
    }
    if (text != NULL) {
        PyErr_Format(exception, "%s(): %U", function->name, text);
        Py_DECREF(text);
    }
    return -1;
}

/* Forgets an exception that only says no. Being out of memory is no such answer: then it stays,
 * and this is true. */
UNGIL_COLD bool ungil_is_out_of_memory(void) {
    if (PyErr_Occurred() && PyErr_ExceptionMatches(PyExc_MemoryError)) {
        return true;
    }
    PyErr_Clear();
    return false;
}

/* A type that was just made, or NULL with an exception: CPython 3.11 forgets to set one where it
 * could not allocate the type's name. */
UNGIL_COLD PyObject *ungil_made_type(PyObject *type) {
    return type == NULL && !PyErr_Occurred() ? PyErr_NoMemory() : type;
}

/* The name of an object's type, for messages; a new reference, NULL with an exception. */
UNGIL_COLD PyObject *ungil_type_name(PyObject *object) {
    return PyType_GetName(Py_TYPE(object));
}

/* "add(): 'a' must be an integer, not str"; returns -1. */
UNGIL_COLD int ungil_wrong_type(const ungil_signature *function,
                                int index,
                                const char *expected,
                                PyObject *object) {
    PyObject *came = ungil_type_name(object);
    if (came != NULL) {
        ungil_complain(PyExc_TypeError, function, "'%s' must be %s, not %U",
                       function->parameters[index].name, expected, came);
        Py_DECREF(came);
    }
    return -1;
}

#endif
