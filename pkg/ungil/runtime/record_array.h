/* record_array.h: arrays of structs, whose elements must lie as C lays the struct out.
 *
 * Of NumPy's arrays the dtype is asked, once: what fits is remembered by identity, so that the
 * next call compares a pointer. Of whatever else has a buffer the format is read.
 */
#ifndef UNGIL_RECORD_ARRAY_H
#define UNGIL_RECORD_ARRAY_H

#include "array.h"
#include "record_dtype.h"
#include "record_format.h"

/* Whether a dtype is the struct's; it is remembered then. 0, or -1 with a TypeError. */
UNGIL_COLD int ungil_check_layout(ungil_state *state,
                                  const ungil_signature *function,
                                  int index,
                                  const ungil_record *record,
                                  PyObject *dtype) {
    ungil_once *known = state->records[record->index].dtypes;
    for (int i = 0; i < UNGIL_RECORD_DTYPES; i++) {
        if (ungil_once_is(&known[i], dtype)) {
            return 0;
        }
    }
    PyObject *misfit = ungil_dtype_misfit(record, dtype);
    if (misfit == NULL) {
        return -1;
    }
    int status = 0;
    if (misfit != Py_None) {
        status = ungil_complain(PyExc_TypeError, function, "'%s' must be an array of %s, but %U",
                                function->parameters[index].name, record->name, misfit);
    }
    Py_DECREF(misfit);
    for (int i = 0; status == 0 && i < UNGIL_RECORD_DTYPES; i++) {
        if (ungil_once_is(&known[i], NULL)) {
            ungil_once_set(&known[i], Py_NewRef(dtype));
            break;
        }
    }
    return status;
}

/* Checks a buffer in all but its elements' fields, and takes it. */
UNGIL_COLD int ungil_take_record_buffer(const ungil_signature *function,
                                        int index,
                                        PyObject *object,
                                        const ungil_record *record,
                                        ungil_array *array) {
    const ungil_parameter *parameter = &function->parameters[index];
    const Py_buffer *view = &array->view;
    if (view->itemsize != (Py_ssize_t)record->size) {
        return ungil_complain(PyExc_TypeError, function,
                              "'%s' must be an array of %s, whose items take %zu bytes, not %zd",
                              parameter->name, record->name, record->size, view->itemsize);
    }
    bool aligned = view->len == 0 || (uintptr_t)view->buf % record->align == 0;
    if (!aligned || !ungil_ndim_fits(parameter, view) || !ungil_is_consistent(parameter, view)) {
        return ungil_bad_array(function, index, object, view);
    }
    array->data = view->len > 0 ? view->buf : &ungil_nothing;
    array->ndim = (short)view->ndim;
    for (int i = 0; i < view->ndim; i++) {
        array->shape[i] = view->shape[i];
    }
    return 0;
}

UNGIL_COLD int ungil_take_records_slow(ungil_state *state,
                                       const ungil_signature *function,
                                       int index,
                                       PyObject *object,
                                       const ungil_record *record,
                                       ungil_array *array) {
    int flags = ungil_buffer_flags(&function->parameters[index]);
    array->numpy = ungil_is_numpy(state, object);
    if (array->numpy) {
        PyObject *dtype = ((const ungil_ndarray *)object)->dtype;
        if ((!ungil_once_is(&state->ndarray, Py_TYPE(object)) &&
             ungil_refuse_masked(function, index, object) < 0) ||
            ungil_check_layout(state, function, index, record, dtype) < 0) {
            return -1;
        }
        flags &= ~PyBUF_FORMAT; /* not every dtype has one */
    }
    if (ungil_get_buffer(object, &array->view, flags) < 0) {
        return ungil_no_buffer(function, index, object);
    }
    array->exported = true;
    if (!array->numpy && !ungil_format_fits(array->view.format, record)) {
        return ungil_wrong_elements(function, index, object, array->view.format);
    }
    return ungil_take_record_buffer(function, index, object, record, array);
}

/* Takes an array of structs for the call, as ungil_take_array() does one of numbers. */
UNGIL_FAST int ungil_take_records(ungil_state *state,
                                  const ungil_signature *function,
                                  int index,
                                  PyObject *object,
                                  const ungil_record *record,
                                  ungil_array *array) {
    const ungil_parameter *parameter = &function->parameters[index];
    const ungil_ndarray *numpy = (const ungil_ndarray *)object;
    const int need = UNGIL_NDARRAY_C_CONTIGUOUS |
                     ((parameter->flags & UNGIL_WRITABLE) != 0 ? UNGIL_NDARRAY_WRITEABLE : 0);
    if (UNGIL_LIKELY((PyObject *)Py_TYPE(object) == ungil_once_get(&state->ndarray) &&
                     ungil_once_is(&state->records[record->index].dtypes[0], numpy->dtype) &&
                     numpy->ndim == parameter->ndim && (~numpy->flags & need) == 0 &&
                     numpy->data != NULL && (uintptr_t)numpy->data % record->align == 0)) {
        array->data = numpy->data;
        array->ndim = parameter->ndim;
        array->numpy = true;
        for (int i = 0; i < parameter->ndim; i++) {
            array->shape[i] = numpy->shape[i];
        }
        return 0;
    }
    return ungil_take_records_slow(state, function, index, object, record, array);
}

#endif
