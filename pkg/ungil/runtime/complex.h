/* complex.h: Python's complex numbers to C's and back.
 *
 * C lays a complex number out as an array of its two parts (C11 6.2.5p13), and so it is handled
 * here: the compiler need not know `_Complex` for the rest of the runtime.
 */
#ifndef UNGIL_COMPLEX_H
#define UNGIL_COMPLEX_H

#include "numbers.h"

/* Whether what has a buffer is one complex number: NumPy's scalars, its arrays of no dimension. */
UNGIL_COLD bool ungil_is_complex_buffer(PyObject *object) {
    Py_buffer view;
    if (ungil_get_buffer(object, &view, PyBUF_FULL_RO) < 0) {
        PyErr_Clear();
        return false;
    }
    const char *format = view.format == NULL ? "B" : view.format;
    bool complex = view.ndim == 0 && format[strspn(format, "@=<>!^")] == 'Z';
    ungil_release_buffer(&view);
    return complex;
}

/* Whatever is no complex number of Python's: what __complex__ gives, else a real number. Strings
 * have neither, and arrays are none. */
UNGIL_COLD int
ungil_complex_slow(const ungil_signature *function, int index, PyObject *object, double parts[2]) {
    if (ungil_refuse_masked(function, index, object) < 0) {
        return -1;
    }
    PyObject *method = PyObject_GetAttrString((PyObject *)Py_TYPE(object), "__complex__");
    if (method == NULL || (PyObject_CheckBuffer(object) && !ungil_is_complex_buffer(object))) {
        PyErr_Clear();
        Py_XDECREF(method);
        parts[1] = 0;
        return ungil_to_double(function, index, object, &parts[0]);
    }
    PyObject *number = PyObject_CallFunctionObjArgs(method, object, NULL);
    Py_DECREF(method);
    if (number == NULL) {
        return -1;
    }
    int status = 0;
    if (PyComplex_Check(number)) {
        parts[0] = PyComplex_RealAsDouble(number);
        parts[1] = PyComplex_ImagAsDouble(number);
    } else {
        status = ungil_wrong_type(function, index, "a complex number", object);
    }
    Py_DECREF(number);
    return status;
}

/* Reads a complex number whose two parts take `size` bytes into `target`. Returns 0, or -1 with
 * a TypeError, or an OverflowError where a finite part is infinite as a float. */
UNGIL_CALL int ungil_to_complex(
    const ungil_signature *function, int index, PyObject *object, size_t size, void *target) {
    double parts[2];
    if (UNGIL_LIKELY(PyComplex_Check(object))) {
        parts[0] = PyComplex_RealAsDouble(object);
        parts[1] = PyComplex_ImagAsDouble(object);
    } else if (ungil_complex_slow(function, index, object, parts) < 0) {
        return -1;
    }
    if (size == sizeof(parts)) {
        memcpy(target, parts, sizeof(parts));
        return 0;
    }
    const float narrow[2] = {(float)parts[0], (float)parts[1]};
    if ((isinf(narrow[0]) && !isinf(parts[0])) || (isinf(narrow[1]) && !isinf(parts[1]))) {
        return ungil_does_not_fit(function, index, object);
    }
    memcpy(target, narrow, sizeof(narrow));
    return 0;
}

/* A new complex number of C's, whose two parts take `size` bytes. */
UNGIL_CALL PyObject *ungil_from_complex(const void *source, size_t size) {
    double parts[2];
    if (size == sizeof(parts)) {
        memcpy(parts, source, sizeof(parts));
    } else {
        float narrow[2];
        memcpy(narrow, source, sizeof(narrow));
        parts[0] = (double)narrow[0];
        parts[1] = (double)narrow[1];
    }
    return PyComplex_FromDoubles(parts[0], parts[1]);
}

#endif
