/* numbers.h: Python's numbers to C's and back.
 *
 * An integer parameter takes what has __index__, never a float; a float one takes what has
 * __float__ or __index__, never a string or an array; a bool one takes booleans, Python's and
 * NumPy's. The common case is in line, whatever else goes through one cold function.
 */
#ifndef UNGIL_NUMBERS_H
#define UNGIL_NUMBERS_H

#include "export.h"
#include "masked.h"

#include <float.h>
#include <math.h>

/* --- integers --- */

UNGIL_COLD int ungil_does_not_fit(const ungil_signature *function, int index, PyObject *object) {
    const ungil_parameter *parameter = &function->parameters[index];
    const bool plain = PyLong_CheckExact(object) || PyFloat_CheckExact(object);
    PyObject *shown = plain ? PyObject_Str(object) : NULL;
    PyErr_Clear();
    if (shown != NULL && PyUnicode_GetLength(shown) <= 40) {
        ungil_complain(PyExc_OverflowError, function, "'%s' is %U, which does not fit %s",
                       parameter->name, shown, parameter->type);
    } else {
        ungil_complain(PyExc_OverflowError, function, "'%s' does not fit %s", parameter->name,
                       parameter->type);
    }
    Py_XDECREF(shown);
    return -1;
}

/* Whether the TypeError that is set says that the object is no integer: it has no __index__, or
 * is an array, whose __index__ refuses. What another object's own __index__ raised stays. */
UNGIL_COLD bool ungil_has_no_index(PyObject *object) {
    return !PyIndex_Check(object) ||
           (PyObject_CheckBuffer(object) && PyErr_ExceptionMatches(PyExc_TypeError));
}

/* Whatever is not an exact int: what __index__ gives. */
UNGIL_CALL PyObject *ungil_index(const ungil_signature *function, int index, PyObject *object) {
    if (ungil_refuse_masked(function, index, object) < 0) {
        return NULL;
    }
    PyObject *number = PyNumber_Index(object);
    if (number == NULL && ungil_has_no_index(object)) {
        PyErr_Clear();
        ungil_wrong_type(function, index, "an integer", object);
    }
    return number;
}

UNGIL_CALL int ungil_signed_slow(const ungil_signature *function,
                                 int index,
                                 PyObject *object,
                                 int64_t low,
                                 int64_t high,
                                 uint64_t *bits) {
    PyObject *number = ungil_index(function, index, object);
    if (number == NULL) {
        return -1;
    }
    long long value = PyLong_AsLongLong(number);
    int status = 0;
    if ((value == -1 && PyErr_Occurred()) || value < low || value > high) {
        status = ungil_does_not_fit(function, index, number);
    }
    Py_DECREF(number);
    *bits = (uint64_t)value;
    return status;
}

UNGIL_CALL int
ungil_unsigned_slow(const ungil_signature *function, int index, PyObject *object, uint64_t *bits) {
    PyObject *number = ungil_index(function, index, object);
    if (number == NULL) {
        return -1;
    }
    unsigned long long value = PyLong_AsUnsignedLongLong(number);
    int status = 0;
    if (value == (unsigned long long)-1 && PyErr_Occurred()) {
        status = ungil_does_not_fit(function, index, number);
    }
    Py_DECREF(number);
    *bits = value;
    return status;
}

/* Reads a C integer of `size` bytes; its bits, sign-extended, come out in `bits`. Returns 0, or
 * -1 with a TypeError or OverflowError. */
UNGIL_FAST int ungil_to_integer(const ungil_signature *function,
                                int index,
                                PyObject *object,
                                size_t size,
                                bool is_signed,
                                uint64_t *bits) {
    if (size < sizeof(long) || (is_signed && size == sizeof(long))) {
        /* every value of the type is a long */
        long low = is_signed ? (long)(-1 - (long)((UINT64_C(1) << (8 * size - 1)) - 1)) : 0;
        long high = is_signed ? (long)((UINT64_C(1) << (8 * size - 1)) - 1)
                              : (long)((UINT64_C(1) << (8 * size % 64)) - 1);
        if (UNGIL_UNLIKELY(!PyLong_CheckExact(object))) {
            return ungil_signed_slow(function, index, object, low, high, bits);
        }
        long value = PyLong_AsLong(object);
        if (UNGIL_UNLIKELY(value < low || value > high || (value == -1 && PyErr_Occurred()))) {
            return ungil_does_not_fit(function, index, object);
        }
        *bits = (uint64_t)value;
        return 0;
    }
    if (is_signed) {
        return ungil_signed_slow(function, index, object, INT64_MIN, INT64_MAX, bits);
    }
    if (UNGIL_LIKELY(PyLong_CheckExact(object))) {
        *bits = PyLong_AsUnsignedLongLong(object);
        if (UNGIL_UNLIKELY(*bits == UINT64_MAX && PyErr_Occurred())) {
            return ungil_does_not_fit(function, index, object);
        }
        return 0;
    }
    return ungil_unsigned_slow(function, index, object, bits);
}

/* The same, not in line: for what is seldom passed. */
UNGIL_COLD int ungil_to_any_integer(const ungil_signature *function,
                                    int index,
                                    PyObject *object,
                                    size_t size,
                                    bool is_signed,
                                    uint64_t *bits) {
    return ungil_to_integer(function, index, object, size, is_signed, bits);
}

#define UNGIL_TO_SELDOM_INTEGER(function, index, object, type, target, bits)                       \
    (ungil_to_any_integer((function), (index), (object), sizeof(type), UNGIL_IS_SIGNED(type),      \
                          &(bits)) < 0                                                             \
         ? -1                                                                                      \
         : ((target) = (type)(bits), 0))

/* Reads `object` into the integer or enum variable `target` of type `type`; `bits` is a uint64_t
 * to do it in. 0, or -1 with an exception. */
#define UNGIL_TO_INTEGER(function, index, object, type, target, bits)                              \
    (ungil_to_integer((function), (index), (object), sizeof(type), UNGIL_IS_SIGNED(type),          \
                      &(bits)) < 0                                                                 \
         ? -1                                                                                      \
         : ((target) = (type)(bits), 0))

UNGIL_FAST PyObject *ungil_from_integer(uint64_t bits, size_t size, bool is_signed) {
    if (is_signed) {
        return size <= sizeof(long) ? PyLong_FromLong((long)(int64_t)bits)
                                    : PyLong_FromLongLong((long long)bits);
    }
    if (size < sizeof(long)) {
        return PyLong_FromLong((long)bits);
    }
    return PyLong_FromUnsignedLongLong(bits);
}

#define UNGIL_FROM_INTEGER(type, value)                                                            \
    ungil_from_integer((uint64_t)(value), sizeof(type), UNGIL_IS_SIGNED(type))

/* --- floating point --- */

/* Whether what has a buffer is one real number: NumPy's scalars and its arrays of no dimension,
 * but not complex ones, whose imaginary part would be dropped. -1 when out of memory. */
UNGIL_COLD int ungil_is_real_buffer(PyObject *object) {
    Py_buffer view;
    if (ungil_get_buffer(object, &view, PyBUF_FULL_RO) < 0) {
        return ungil_is_out_of_memory() ? -1 : 0;
    }
    const char *format = view.format == NULL ? "B" : view.format;
    format += strspn(format, "@=<>!^");
    bool real = view.ndim == 0 && *format != '\0' && strchr("bBhHiIlLqQefdg?", *format) != NULL;
    ungil_release_buffer(&view);
    return real;
}

UNGIL_COLD int
ungil_double_slow(const ungil_signature *function, int index, PyObject *object, double *value) {
    if (ungil_refuse_masked(function, index, object) < 0) {
        return -1;
    }
    bool number = PyFloat_Check(object) || PyType_GetSlot(Py_TYPE(object), Py_nb_float) != NULL ||
                  PyIndex_Check(object);
    int real = PyObject_CheckBuffer(object) ? ungil_is_real_buffer(object) : 1;
    if (!number || real <= 0) {
        return real < 0 ? -1 : ungil_wrong_type(function, index, "a number", object);
    }
    *value = PyFloat_AsDouble(object);
    if (*value != -1.0 || !PyErr_Occurred()) {
        return 0;
    }
    if (PyLong_Check(object) && PyErr_ExceptionMatches(PyExc_OverflowError)) {
        PyErr_Clear();
        return ungil_does_not_fit(function, index, object);
    }
    return -1;
}

UNGIL_FAST int
ungil_to_double(const ungil_signature *function, int index, PyObject *object, double *value) {
    if (UNGIL_LIKELY(PyFloat_CheckExact(object))) {
        *value = PyFloat_AsDouble(object);
        return 0;
    }
    return ungil_double_slow(function, index, object, value);
}

/* A double that no float can hold is an OverflowError; infinities and NaN pass. */
UNGIL_FAST int
ungil_to_float(const ungil_signature *function, int index, PyObject *object, float *value) {
    double wide;
    if (ungil_to_double(function, index, object, &wide) < 0) {
        return -1;
    }
    *value = (float)wide;
    if (UNGIL_UNLIKELY(isinf(*value) && !isinf(wide))) {
        return ungil_does_not_fit(function, index, object);
    }
    return 0;
}

/* --- booleans --- */

UNGIL_COLD int
ungil_bool_slow(const ungil_signature *function, int index, PyObject *object, bool *value) {
    PyObject *module = PyObject_GetAttrString((PyObject *)Py_TYPE(object), "__module__");
    PyObject *name = ungil_type_name(object);
    bool numpy = module != NULL && name != NULL && PyUnicode_Check(module) &&
                 PyUnicode_CompareWithASCIIString(module, "numpy") == 0 &&
                 (PyUnicode_CompareWithASCIIString(name, "bool") == 0 ||
                  PyUnicode_CompareWithASCIIString(name, "bool_") == 0);
    bool failed = ungil_is_out_of_memory();
    Py_XDECREF(module);
    Py_XDECREF(name);
    if (failed) {
        return -1;
    }
    if (!numpy) {
        return ungil_wrong_type(function, index, "True or False", object);
    }
    int truth = PyObject_IsTrue(object);
    *value = truth > 0;
    return truth < 0 ? -1 : 0;
}

UNGIL_FAST int
ungil_to_bool(const ungil_signature *function, int index, PyObject *object, bool *value) {
    if (UNGIL_LIKELY(object == Py_True || object == Py_False)) {
        *value = object == Py_True;
        return 0;
    }
    return ungil_bool_slow(function, index, object, value);
}

#endif
