/* masked.h: NumPy's masked arrays, which are refused: C does not see their masks. */
#ifndef UNGIL_MASKED_H
#define UNGIL_MASKED_H

#include "base.h"

/* Whoever has a masked array has imported numpy.ma. */
UNGIL_COLD int ungil_check_masked(const ungil_signature *function, int index, PyObject *object) {
    PyObject *ma = PyMapping_GetItemString(PyImport_GetModuleDict(), "numpy.ma");
    PyObject *type = ma == NULL ? NULL : PyObject_GetAttrString(ma, "MaskedArray");
    bool masked = type != NULL && PyType_Check(type) &&
                  PyType_IsSubtype(Py_TYPE(object), (PyTypeObject *)type);
    Py_XDECREF(type);
    Py_XDECREF(ma);
    if (ungil_is_out_of_memory() || !masked) {
        return PyErr_Occurred() ? -1 : 0;
    }
    const char *name = function->parameters[index].name;
    return ungil_complain(PyExc_TypeError, function,
                          "'%s' is a masked array, whose mask C does not see; pass %s.filled()",
                          name, name);
}

/* 0, or -1 with a TypeError for a masked array, whose class is made in Python: the built-in types
 * are told apart from it at once. */
UNGIL_FAST int ungil_refuse_masked(const ungil_signature *function, int index, PyObject *object) {
    bool made = (PyType_GetFlags(Py_TYPE(object)) & Py_TPFLAGS_HEAPTYPE) != 0;
    return UNGIL_UNLIKELY(made) && PyObject_CheckBuffer(object)
               ? ungil_check_masked(function, index, object)
               : 0;
}

#endif
