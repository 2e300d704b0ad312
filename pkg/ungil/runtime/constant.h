/* constant.h: constants of the header as attributes of the module.
 *
 * The C compiler says what a macro's value and type are: integers, reals and strings.
 */
#ifndef UNGIL_CONSTANT_H
#define UNGIL_CONSTANT_H

#include "base.h"

UNGIL_COLD PyObject *ungil_constant_signed(long long value) {
    return PyLong_FromLongLong(value);
}

UNGIL_COLD PyObject *ungil_constant_unsigned(unsigned long long value) {
    return PyLong_FromUnsignedLongLong(value);
}

UNGIL_COLD PyObject *ungil_constant_real(long double value) {
    return PyFloat_FromDouble((double)value);
}

UNGIL_COLD PyObject *ungil_constant_text(const char *value) {
    return PyUnicode_FromString(value);
}

/* A new reference to the Python value of a constant. */
#define UNGIL_CONSTANT_VALUE(x)                                                                    \
    _Generic((x),                                                                                  \
        float: ungil_constant_real,                                                                \
        double: ungil_constant_real,                                                               \
        long double: ungil_constant_real,                                                          \
        char *: ungil_constant_text,                                                               \
        const char *: ungil_constant_text,                                                         \
        unsigned long: ungil_constant_unsigned,                                                    \
        unsigned long long: ungil_constant_unsigned,                                               \
        default: ungil_constant_signed)(x)

/* Adds an attribute and lets go of its value. Returns 0, or -1 with an exception. */
UNGIL_COLD int ungil_add_constant(PyObject *module, const char *name, PyObject *value) {
    int status = PyModule_AddObjectRef(module, name, value);
    Py_XDECREF(value);
    return status;
}

#endif
