/* character.h: char and wchar_t.
 *
 * As in cffi, a `char` is `bytes` of length 1, and a `wchar_t` is `str` of length 1. A fixed
 * array of them in a struct is one `bytes` or `str`: what is shorter is filled up with NULs, and
 * the NULs at its end are no part of what comes back.
 */
#ifndef UNGIL_CHARACTER_H
#define UNGIL_CHARACTER_H

#include "base.h"

#include <wchar.h>

UNGIL_COLD int ungil_not_one_long(const ungil_signature *function, int index, Py_ssize_t length) {
    return ungil_complain(PyExc_ValueError, function, "'%s' must have length 1, not %zd",
                          function->parameters[index].name, length);
}

UNGIL_CALL int
ungil_to_char(const ungil_signature *function, int index, PyObject *object, char *target) {
    if (!PyBytes_Check(object)) {
        return ungil_wrong_type(function, index, "bytes of length 1", object);
    }
    Py_ssize_t length = PyBytes_Size(object);
    if (length != 1) {
        return ungil_not_one_long(function, index, length);
    }
    *target = *PyBytes_AsString(object);
    return 0;
}

UNGIL_FAST PyObject *ungil_from_char(char value) {
    return PyBytes_FromStringAndSize(&value, 1);
}

UNGIL_CALL int
ungil_to_wchar(const ungil_signature *function, int index, PyObject *object, wchar_t *target) {
    if (!PyUnicode_Check(object)) {
        return ungil_wrong_type(function, index, "a str of length 1", object);
    }
    Py_ssize_t length = PyUnicode_GetLength(object);
    if (length != 1) {
        return ungil_not_one_long(function, index, length);
    }
    if (PyUnicode_AsWideChar(object, NULL, 0) != 2) { /* with the NUL at its end */
        return ungil_complain(PyExc_ValueError, function, "'%s' does not fit one wchar_t",
                              function->parameters[index].name);
    }
    return PyUnicode_AsWideChar(object, target, 1) < 0 ? -1 : 0;
}

/* A ValueError where it is no character of Unicode. */
UNGIL_FAST PyObject *ungil_from_wchar(wchar_t value) {
    return PyUnicode_FromWideChar(&value, 1);
}

/* --- fixed arrays in structs: `target` is zeroed before --- */

UNGIL_CALL int ungil_to_chars(const ungil_signature *function,
                              int index,
                              PyObject *object,
                              Py_ssize_t capacity,
                              char *target) {
    if (!PyBytes_Check(object)) {
        return ungil_wrong_type(function, index, "bytes", object);
    }
    Py_ssize_t length = PyBytes_Size(object);
    if (length > capacity) {
        return ungil_complain(PyExc_ValueError, function,
                              "'%s' has %zd bytes, but there is room for %zd",
                              function->parameters[index].name, length, capacity);
    }
    memcpy(target, PyBytes_AsString(object), (size_t)length);
    return 0;
}

UNGIL_CALL int ungil_to_wchars(const ungil_signature *function,
                               int index,
                               PyObject *object,
                               Py_ssize_t capacity,
                               char *target) {
    if (!PyUnicode_Check(object)) {
        return ungil_wrong_type(function, index, "a str", object);
    }
    Py_ssize_t length;
    wchar_t *characters = PyUnicode_AsWideCharString(object, &length);
    if (characters == NULL) {
        return -1;
    }
    int status = 0;
    if (length > capacity) {
        status = ungil_complain(PyExc_ValueError, function,
                                "'%s' has %zd wide characters, but there is room for %zd",
                                function->parameters[index].name, length, capacity);
    } else {
        memcpy(target, characters, (size_t)length * sizeof(wchar_t));
    }
    PyMem_Free(characters);
    return status;
}

UNGIL_CALL PyObject *ungil_from_chars(const char *source, Py_ssize_t length) {
    while (length > 0 && source[length - 1] == '\0') {
        length--;
    }
    return PyBytes_FromStringAndSize(source, length);
}

/* `source` need not be aligned. A ValueError where a character is none of Unicode's. */
UNGIL_CALL PyObject *ungil_from_wchars(const char *source, Py_ssize_t length) {
    const size_t size = (size_t)length * sizeof(wchar_t);
    wchar_t *characters = PyMem_Malloc(size + sizeof(wchar_t));
    if (characters == NULL) {
        return PyErr_NoMemory();
    }
    memcpy(characters, source, size);
    while (length > 0 && characters[length - 1] == L'\0') {
        length--;
    }
    PyObject *text = PyUnicode_FromWideChar(characters, length);
    PyMem_Free(characters);
    return text;
}

#endif
