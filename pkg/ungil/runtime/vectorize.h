/* vectorize.h: UNGIL_VECTORIZE, a function of single values over arrays.
 *
 * Arrays of any number of dimensions and one shape; whatever else is given is the same for each
 * element. An array without dimensions counts as the value that it holds. Calls with values only
 * do not come here.
 */
#ifndef UNGIL_VECTORIZE_H
#define UNGIL_VECTORIZE_H

#include "array.h"

/* The arrays that a call was given. */
typedef struct {
    const ungil_array *first; /* whose shape the others must have; NULL: none yet */
    int index;                /* the argument that `first` is */
    bool numpy;               /* one of them is NumPy's */
} ungil_operands;

/* Whether an object is one value, as all objects are that have __index__ or __float__, but for
 * arrays. numpy.float64 and numpy.complex128 are Python's numbers, though they have a buffer. */
UNGIL_CALL bool ungil_is_value(PyObject *object) {
    if (PyObject_CheckBuffer(object) || PyComplex_Check(object)) {
        return PyFloat_Check(object) || PyLong_Check(object) || PyComplex_Check(object);
    }
    return PyIndex_Check(object) || PyType_GetSlot(Py_TYPE(object), Py_nb_float) != NULL;
}

/* Whether an argument is one value, or was left out. */
UNGIL_FAST bool ungil_is_scalar(PyObject *object) {
    return object == NULL || PyFloat_CheckExact(object) || PyLong_CheckExact(object) ||
           ungil_is_value(object);
}

/* Whether an argument is an array of one dimension or more. One whose buffer cannot be had counts
 * as one: taking it says what is wrong. */
UNGIL_CALL bool ungil_is_array(const ungil_state *state, PyObject *object) {
    Py_buffer view;
    if (ungil_once_is(&state->ndarray, Py_TYPE(object))) {
        return ((const ungil_ndarray *)object)->ndim > 0;
    }
    if (ungil_is_value(object) || !PyObject_CheckBuffer(object)) {
        return false;
    }
    if (ungil_get_buffer(object, &view, PyBUF_FULL_RO) < 0) {
        PyErr_Clear();
        return true;
    }
    bool array = view.ndim > 0;
    ungil_release_buffer(&view);
    return array;
}

/* The object to convert for an argument that is no array: itself, or what an array without
 * dimensions holds. A new reference; NULL with a TypeError. */
UNGIL_CALL PyObject *ungil_item(const ungil_signature *function, int index, PyObject *object) {
    static const char *const expected[] = {
        [UNGIL_SIGNED] = "an integer or an array", [UNGIL_UNSIGNED] = "an integer or an array",
        [UNGIL_REAL] = "a number or an array",     [UNGIL_BOOLEAN] = "True, False or an array",
        [UNGIL_COMPLEX] = "a number or an array",
    };
    unsigned kind = function->parameters[index].kind;
    if (ungil_is_value(object)) {
        return Py_NewRef(object);
    }
    if (ungil_refuse_masked(function, index, object) < 0) {
        return NULL;
    }
    if (PyObject_CheckBuffer(object)) {
        PyObject *item = PyObject_CallMethod(object, "tolist", NULL);
        if (item != NULL || !PyErr_ExceptionMatches(PyExc_AttributeError)) {
            return item;
        }
        PyErr_Clear();
    }
    if (kind == UNGIL_COMPLEX) { /* what has only __complex__ */
        PyObject *method = PyObject_GetAttrString((PyObject *)Py_TYPE(object), "__complex__");
        if (method != NULL || ungil_is_out_of_memory()) {
            Py_XDECREF(method);
            return method == NULL ? NULL : Py_NewRef(object);
        }
    }
    ungil_wrong_type(function, index, expected[kind], object);
    return NULL;
}

/* --- taking --- */

/* A shape as a tuple, for messages; NULL with an exception. */
UNGIL_COLD PyObject *ungil_shape_tuple(const ungil_array *array) {
    PyObject *shape = PyTuple_New(array->ndim);
    for (int i = 0; shape != NULL && i < array->ndim; i++) {
        PyObject *length = PyLong_FromSsize_t(array->shape[i]);
        if (length == NULL || PyTuple_SetItem(shape, i, length) < 0) {
            Py_CLEAR(shape);
        }
    }
    return shape;
}

UNGIL_COLD int ungil_shapes_differ(const ungil_signature *function,
                                   int index,
                                   const ungil_array *array,
                                   const ungil_operands *operands) {
    PyObject *shape = ungil_shape_tuple(array);
    PyObject *first = shape == NULL ? NULL : ungil_shape_tuple(operands->first);
    if (first != NULL) {
        ungil_complain(PyExc_ValueError, function,
                       "'%s' has shape %R, but '%s' has shape %R; only single values are repeated",
                       function->parameters[index].name, shape,
                       function->parameters[operands->index].name, first);
    }
    Py_XDECREF(shape);
    Py_XDECREF(first);
    return -1;
}

/* Takes an array of any number of dimensions, which must have the shape of those before it.
 * Returns 0, or -1 with an exception; the caller lets go of it either way. */
UNGIL_CALL int ungil_take_operand(ungil_state *state,
                                  const ungil_signature *function,
                                  int index,
                                  PyObject *object,
                                  ungil_array *array,
                                  ungil_operands *operands) {
    const ungil_ndarray *numpy = (const ungil_ndarray *)object;
    ungil_parameter parameter = function->parameters[index];
    bool taken = false;
    bool known = (PyObject *)Py_TYPE(object) == ungil_once_get(&state->ndarray);
    const int ndim = known ? numpy->ndim : 0; /* read once: another thread may change it */
    if (known && ndim <= UNGIL_MAX_NDIM) {
        parameter.ndim = (unsigned char)ndim;
        taken = ungil_ndarray_fits(state, &parameter, numpy);
    }
    if (taken) {
        array->data = numpy->data;
        array->numpy = true;
        array->ndim = parameter.ndim;
        for (int i = 0; i < parameter.ndim; i++) {
            array->shape[i] = numpy->shape[i];
        }
    } else if (ungil_take_buffer(state, function, index, object, array, false) < 0) {
        return -1;
    }
    if (array->ndim == 0 && (parameter.flags & UNGIL_WRITABLE) == 0) {
        return ungil_complain(PyExc_ValueError, function, "'%s' lost its dimensions meanwhile",
                              parameter.name);
    }
    operands->numpy |= array->numpy;
    if (operands->first == NULL) {
        operands->first = array;
        operands->index = index;
        return 0;
    }
    size_t size = (size_t)array->ndim * sizeof(array->shape[0]);
    if (array->ndim == operands->first->ndim &&
        memcmp(array->shape, operands->first->shape, size) == 0) {
        return 0;
    }
    return ungil_shapes_differ(function, index, array, operands);
}

/* Memory for the elements of a default that differs from element to element; the caller frees it
 * with PyMem_Free. NULL with a MemoryError. */
UNGIL_CALL void *ungil_elements(Py_ssize_t length, size_t size) {
    void *elements = PyMem_Calloc((size_t)length, size);
    return elements != NULL ? elements : PyErr_NoMemory();
}

/* `out` may be exactly an input, since each element is read before it is written. Returns 0, or
 * -1 with a ValueError where they overlap in another way. */
UNGIL_FAST int ungil_check_out(const ungil_signature *function,
                               int out,
                               const ungil_array *target,
                               int index,
                               const ungil_array *array) {
    const ungil_parameter *parameters = function->parameters;
    size_t size = parameters[out].size, other = parameters[index].size;
    if (UNGIL_LIKELY(!ungil_overlaps(target, size, array, other)) ||
        (target->data == array->data && size == other)) {
        return 0;
    }
    return ungil_complain(PyExc_ValueError, function,
                          "'%s' overlaps '%s' without being the same array", parameters[out].name,
                          parameters[index].name);
}

#endif
