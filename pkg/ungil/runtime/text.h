/* text.h: str to NUL-terminated UTF-8 and back. */
#ifndef UNGIL_TEXT_H
#define UNGIL_TEXT_H

#include "base.h"

/* The UTF-8 of a str, which the str keeps; a NUL inside is a ValueError, as is a lone surrogate. */
UNGIL_CALL int
ungil_to_text(const ungil_signature *function, int index, PyObject *object, const char **text) {
    Py_ssize_t length;
    if (!PyUnicode_Check(object)) {
        return ungil_wrong_type(function, index, "a str", object);
    }
    *text = PyUnicode_AsUTF8AndSize(object, &length);
    if (*text == NULL) {
        if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) {
            PyErr_Clear();
            ungil_complain(PyExc_ValueError, function,
                           "'%s' has a lone surrogate, which UTF-8 cannot hold",
                           function->parameters[index].name);
        }
        return -1;
    }
    if (strlen(*text) != (size_t)length) {
        return ungil_complain(PyExc_ValueError, function,
                              "'%s' has a NUL inside, where C's string "
                              "would end",
                              function->parameters[index].name);
    }
    return 0;
}

/* A str of what C returned, which is UTF-8 (else a UnicodeDecodeError). */
UNGIL_FAST PyObject *ungil_from_text(const char *text) {
    return PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), NULL);
}

#endif
