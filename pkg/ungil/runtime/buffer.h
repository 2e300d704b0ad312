/* buffer.h: what the buffer of an array must be, by the buffer protocol (PEP 3118), and the words
 * for what is wrong with it.
 */
#ifndef UNGIL_BUFFER_H
#define UNGIL_BUFFER_H

#include "export.h"
#include "masked.h"
#include "numpy.h"

#ifndef UNGIL_MAX_NDIM
#define UNGIL_MAX_NDIM 1
#endif

/* "an array of int32_t", "an int32_t array of 2 dimensions", "a bytes-like object" */
UNGIL_COLD PyObject *ungil_expected(const ungil_parameter *parameter) {
    if ((parameter->flags & UNGIL_ANY_BYTES) != 0) {
        return PyUnicode_FromString("a bytes-like object");
    }
    if ((parameter->flags & UNGIL_ANY_NDIM) != 0) {
        return PyUnicode_FromFormat("an array of %s", parameter->type);
    }
    return PyUnicode_FromFormat("a %d-dimensional array of %s", parameter->ndim, parameter->type);
}

/* NumPy's name of a parameter's elements, as np.dtype() takes it: "i4"; "" where it has none. */
UNGIL_COLD PyObject *ungil_dtype_name(const ungil_parameter *parameter) {
    static const char letters[] = {'i', 'u', 'f', 'b', 'c', 'S', 'U'};
    const unsigned kind = parameter->kind;
    if (kind > UNGIL_WIDE) {
        return PyUnicode_FromString("");
    }
    bool text = kind == UNGIL_CHARACTER || kind == UNGIL_WIDE;
    return PyUnicode_FromFormat("%c%u", letters[kind], text ? 1u : parameter->size);
}

/* The object has no buffer at all. A list of what could be elements is told how to become one. */
UNGIL_COLD int ungil_not_an_array(const ungil_signature *function, int index, PyObject *object) {
    const ungil_parameter *parameter = &function->parameters[index];
    PyObject *expected = ungil_expected(parameter), *came = ungil_type_name(object);
    PyObject *dtype = ungil_dtype_name(parameter);
    if (expected != NULL && came != NULL && dtype != NULL) {
        const bool listed = PyUnicode_GetLength(dtype) > 0 &&
                            (PyList_Check(object) || PyTuple_Check(object)) &&
                            (parameter->flags & UNGIL_WRITABLE) == 0;
        if (listed) {
            ungil_complain(PyExc_TypeError, function,
                           "'%s' must be %U, not %U; pass np.array(%s, '%U')", parameter->name,
                           expected, came, parameter->name, dtype);
        } else {
            ungil_complain(PyExc_TypeError, function, "'%s' must be %U, not %U", parameter->name,
                           expected, came);
        }
    }
    Py_XDECREF(expected);
    Py_XDECREF(came);
    Py_XDECREF(dtype);
    return -1;
}

/* The elements of something with a dtype, such as NumPy's array. */
UNGIL_COLD int
ungil_wrong_dtype(const ungil_signature *function, int index, PyObject *object, PyObject *dtype) {
    const ungil_parameter *parameter = &function->parameters[index];
    PyObject *right = ungil_dtype_name(parameter);
    if (right == NULL) {
        return -1;
    }
    const bool convertible =
        PyUnicode_GetLength(right) > 0 && PyObject_HasAttrString(object, "astype");
    if (convertible && (parameter->flags & UNGIL_WRITABLE) == 0) {
        ungil_complain(PyExc_TypeError, function,
                       "'%s' must be an array of %s, not of %S; pass %s.astype('%U')",
                       parameter->name, parameter->type, dtype, parameter->name, right);
    } else if (convertible) { /* what C writes to a copy, nobody sees */
        ungil_complain(PyExc_TypeError, function,
                       "'%s' must be an array of %s, not of %S; make it with dtype='%U'",
                       parameter->name, parameter->type, dtype, right);
    } else {
        ungil_complain(PyExc_TypeError, function, "'%s' must be an array of %s, not of %S",
                       parameter->name, parameter->type, dtype);
    }
    Py_DECREF(right);
    return -1;
}

/* The elements are not those that C expects; `format` is NULL where the object knows none. */
UNGIL_COLD int ungil_wrong_elements(const ungil_signature *function,
                                    int index,
                                    PyObject *object,
                                    const char *format) {
    const ungil_parameter *parameter = &function->parameters[index];
    PyObject *dtype = PyObject_GetAttrString(object, "dtype");
    if (dtype != NULL) {
        ungil_wrong_dtype(function, index, object, dtype);
        Py_DECREF(dtype);
    } else {
        PyErr_Clear();
        ungil_complain(PyExc_TypeError, function, "'%s' must be an array of %s, not of format '%s'",
                       parameter->name, parameter->type, format == NULL ? "B" : format);
    }
    return -1;
}

/* Whether an exported buffer has as many dimensions as C expects, or one in the place of a shape.
 */
UNGIL_FAST bool ungil_ndim_fits(const ungil_parameter *parameter, const Py_buffer *view) {
    if ((parameter->flags & UNGIL_ANY_NDIM) != 0) {
        return view->ndim <= UNGIL_MAX_NDIM;
    }
    return view->ndim == parameter->ndim ||
           (view->ndim == 1 && (parameter->flags & UNGIL_FLAT) != 0);
}

/* Elements, then dimensions: 0, or -1 with a TypeError. */
UNGIL_COLD int ungil_check_elements(const ungil_signature *function,
                                    int index,
                                    PyObject *object,
                                    const Py_buffer *view) {
    const ungil_parameter *parameter = &function->parameters[index];
    if ((parameter->flags & UNGIL_ANY_BYTES) != 0) {
        return !ungil_format_has_objects(view->format)
                   ? 0
                   : ungil_complain(PyExc_TypeError, function,
                                    "'%s' holds Python objects, no plain bytes", parameter->name);
    }
    if (parameter->kind != UNGIL_STRUCT && /* of which record_array.h takes care */
        (view->itemsize != parameter->size ||
         !ungil_format_matches(view->format, parameter->kind, view->itemsize))) {
        return ungil_wrong_elements(function, index, object, view->format);
    }
    if (!ungil_ndim_fits(parameter, view) && (parameter->flags & UNGIL_ANY_NDIM) != 0) {
        return ungil_complain(PyExc_TypeError, function, "'%s' must have %d dimensions at most",
                              parameter->name, UNGIL_MAX_NDIM);
    }
    if (!ungil_ndim_fits(parameter, view)) {
        return ungil_complain(PyExc_TypeError, function, "'%s' must have %d dimension%s, not %d",
                              parameter->name, parameter->ndim, parameter->ndim == 1 ? "" : "s",
                              view->ndim);
    }
    return 0;
}

/* What keeps C from a buffer that was exported in any form: 0 if nothing does, or -1 with a
 * TypeError or ValueError. */
UNGIL_COLD int ungil_check_form(const ungil_signature *function,
                                int index,
                                PyObject *object,
                                const Py_buffer *view) {
    const ungil_parameter *parameter = &function->parameters[index];
    if (ungil_check_elements(function, index, object, view) < 0) {
        return -1;
    }
    if ((parameter->flags & UNGIL_WRITABLE) != 0 && view->readonly) {
        return ungil_complain(PyExc_ValueError, function,
                              "'%s' is read-only, but C writes to it; pass a writable one",
                              parameter->name);
    }
    if (PyBuffer_IsContiguous(view, 'C') == 0 || view->suboffsets != NULL) {
        return ungil_complain(PyExc_ValueError, function,
                              (parameter->flags & UNGIL_WRITABLE) == 0
                                  ? "'%s' is not C-contiguous; pass np.ascontiguousarray(%s)"
                                  : "'%s' is not C-contiguous, but C writes to it; pass a "
                                    "contiguous array, and copy it back to %s",
                              parameter->name, parameter->name);
    }
    return 0;
}

/* The object exports nothing in any form: NumPy's arrays of what the struct module has no letter
 * for; 0 where it has its own reason. */
UNGIL_COLD int ungil_check_dtype(const ungil_signature *function, int index, PyObject *object) {
    PyObject *dtype = PyObject_GetAttrString(object, "dtype");
    if (dtype == NULL) {
        PyErr_Clear();
        return 0;
    }
    Py_DECREF(dtype);
    return (function->parameters[index].flags & UNGIL_ANY_BYTES) != 0
               ? ungil_not_an_array(function, index, object)
               : ungil_wrong_elements(function, index, object, NULL);
}

/* PyObject_GetBuffer failed: in the caller's words. What the object raised itself stays. */
UNGIL_COLD int ungil_no_buffer(const ungil_signature *function, int index, PyObject *object) {
    if (!PyObject_CheckBuffer(object)) {
        PyErr_Clear();
        return ungil_not_an_array(function, index, object);
    }
    if (!PyErr_ExceptionMatches(PyExc_BufferError) && !PyErr_ExceptionMatches(PyExc_ValueError)) {
        return -1;
    }
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    Py_buffer view;
    int status;
    int flags = function->parameters[index].kind == UNGIL_STRUCT ? PyBUF_INDIRECT : PyBUF_FULL_RO;
    if (ungil_get_buffer(object, &view, flags) == 0) {
        status = ungil_check_form(function, index, object, &view);
        ungil_release_buffer(&view);
    } else {
        status = ungil_is_out_of_memory() ? -1 : ungil_check_dtype(function, index, object);
    }
    if (status == 0) {
        PyErr_Restore(type, value, traceback);
        return -1;
    }
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    return -1;
}

/* Whether an exporter's shape comes to as many bytes as it says; memory beyond those is nobody's.
 */
UNGIL_CALL bool ungil_is_consistent(const ungil_parameter *parameter, const Py_buffer *view) {
    Py_ssize_t rest = view->len;
    bool empty = false;
    if ((parameter->flags & UNGIL_ANY_BYTES) != 0) {
        return view->len >= 0;
    }
    if (rest < 0 || (view->ndim > 0 && view->shape == NULL)) {
        return false;
    }
    for (int i = 0; i < view->ndim; i++) {
        const Py_ssize_t extent = view->shape[i];
        if (extent < 0 || (extent > 0 && rest % extent != 0)) {
            return false;
        }
        empty |= extent == 0;
        rest = extent == 0 ? 0 : rest / extent;
    }
    return empty ? view->len == 0 : rest == view->itemsize;
}

/* Finds out why an exported buffer is not what C expects; returns -1. */
UNGIL_COLD int ungil_bad_array(const ungil_signature *function,
                               int index,
                               PyObject *object,
                               const Py_buffer *view) {
    const ungil_parameter *parameter = &function->parameters[index];
    if (ungil_check_elements(function, index, object, view) < 0) {
        return -1;
    }
    if (!ungil_is_consistent(parameter, view)) {
        return ungil_complain(PyExc_ValueError, function,
                              "'%s' contradicts itself: its buffer of %zd bytes has a shape of "
                              "another size",
                              parameter->name, view->len);
    }
    return ungil_complain(PyExc_ValueError, function,
                          "'%s' is misaligned for %s; pass a copy of it", parameter->name,
                          parameter->type);
}

/* Whether an exported buffer is what C expects. */
UNGIL_FAST bool ungil_buffer_fits(const ungil_parameter *parameter, const Py_buffer *view) {
    bool aligned =
        view->len == 0 || ((uintptr_t)view->buf & (uintptr_t)(parameter->align - 1)) == 0;
    if ((parameter->flags & UNGIL_ANY_BYTES) != 0) {
        return aligned && view->len >= 0 && !ungil_format_has_objects(view->format);
    }
    return aligned && view->itemsize == parameter->size && ungil_ndim_fits(parameter, view) &&
           ungil_is_consistent(parameter, view) &&
           ungil_format_matches(view->format, parameter->kind, view->itemsize);
}

/* What is asked of an exporter; without PyBUF_STRIDES it must be C-contiguous. */
UNGIL_FAST int ungil_buffer_flags(const ungil_parameter *parameter) {
    return PyBUF_ND | PyBUF_FORMAT |
           ((parameter->flags & UNGIL_WRITABLE) != 0 ? PyBUF_WRITABLE : 0);
}

#endif
