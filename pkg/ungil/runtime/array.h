/* array.h: arrays from Python, never copied.
 *
 * NumPy's arrays are read from their own struct after an exact check of the type; element types
 * are compared by the identity of NumPy's dtype objects. Everything else, and whatever does not
 * fit at once, goes through the buffer protocol (PEP 3118).
 */
#ifndef UNGIL_ARRAY_H
#define UNGIL_ARRAY_H

#include "buffer.h"

/* An argument's memory for the time of a call. */
typedef struct {
    void *data; /* NULL only where None passes NULL, or the array was left out */
    short ndim;
    bool numpy;                       /* NumPy's: then results are, too */
    bool exported;                    /* `view` has to be released */
    Py_ssize_t shape[UNGIL_MAX_NDIM]; /* of elements; bytes under SIZED_BY */
    Py_buffer view;
} ungil_array;

#define UNGIL_NO_ARRAY(array)                                                                      \
    ((array).ndim = 0, (array).numpy = false, (array).exported = false, (array).data = NULL)

/* How many elements (bytes under SIZED_BY) an array has. Unsigned on the way: the shape of an
 * array without elements may be so strange that a product wraps before it comes to 0. */
UNGIL_FAST Py_ssize_t ungil_length(const ungil_array *array) {
    size_t length = array->data != NULL;
    for (int i = 0; i < array->ndim; i++) {
        length *= (size_t)array->shape[i];
    }
    return (Py_ssize_t)length;
}

/* Where the data of an empty array may lie: never NULL, and aligned for every type. */
static union {
    long long integer;
    long double real;
    void *pointer;
} ungil_nothing;

/* --- taking and letting go --- */

/* Takes an array by the buffer protocol; where `asked`, the exporter has given or refused its
 * buffer already. */
UNGIL_CALL int ungil_take_buffer(ungil_state *state,
                                 const ungil_signature *function,
                                 int index,
                                 PyObject *object,
                                 ungil_array *array,
                                 bool asked) {
    const ungil_parameter *parameter = &function->parameters[index];
    Py_buffer *view = &array->view;
    if (!asked) {
        array->exported = ungil_get_buffer(object, view, ungil_buffer_flags(parameter)) == 0;
    }
    if (!array->exported) {
        return ungil_no_buffer(function, index, object);
    }
    array->numpy = ungil_is_numpy(state, object);
    if (array->numpy && !ungil_once_is(&state->ndarray, Py_TYPE(object)) &&
        ungil_refuse_masked(function, index, object) < 0) {
        return -1;
    }
    if (!ungil_buffer_fits(parameter, view)) {
        return ungil_bad_array(function, index, object, view);
    }
    array->data = view->len > 0 ? view->buf : &ungil_nothing;
    if ((parameter->flags & UNGIL_ANY_BYTES) != 0) {
        array->ndim = 1;
        array->shape[0] = view->len;
        return 0;
    }
    array->ndim = (short)view->ndim;
    for (int i = 0; i < view->ndim; i++) {
        array->shape[i] = view->shape[i];
    }
    return 0;
}

/* Whether NumPy's array is what C expects, seen from its struct alone. */
UNGIL_FAST bool ungil_ndarray_fits(const ungil_state *state,
                                   const ungil_parameter *parameter,
                                   const ungil_ndarray *array) {
    int need = UNGIL_NDARRAY_C_CONTIGUOUS |
               ((parameter->flags & UNGIL_WRITABLE) != 0 ? UNGIL_NDARRAY_WRITEABLE : 0);
    const ungil_once *dtype = &state->dtypes[ungil_dtype_index(parameter->kind, parameter->size)];
    uintptr_t data = (uintptr_t)array->data;
    uintptr_t misfit = ungil_once_differs(dtype, array->dtype);
    misfit |= (uintptr_t)(array->ndim ^ parameter->ndim);
    misfit |= (uintptr_t)(~array->flags & need);
    misfit |= data & (uintptr_t)(parameter->align - 1);
    misfit |= (data - 1) >> (8 * sizeof data - 1); /* NULL, which would read as None */
    return misfit == 0;                            /* one branch for all of it */
}

/* Whether an exported buffer is what C expects and has the plainest of formats, such as "i". */
UNGIL_FAST bool ungil_buffer_fits_plainly(const ungil_parameter *parameter, const Py_buffer *view) {
    return view->format != NULL && view->itemsize == parameter->size &&
           view->ndim == parameter->ndim &&
           (ungil_letters[(unsigned char)*view->format] >> parameter->kind & 1) != 0 &&
           view->format[1] == '\0' && view->len > 0 && view->shape != NULL &&
           (size_t)view->len / parameter->size == (size_t)view->shape[0] &&
           ((uintptr_t)view->buf & (uintptr_t)(parameter->align - 1)) == 0;
}

/* Takes an array for the call. Returns 0, or -1 with an exception; the caller lets go of it
 * either way. The caller's arguments keep the object alive meanwhile. */
UNGIL_FAST int ungil_take_array(ungil_state *state,
                                const ungil_signature *function,
                                int index,
                                PyObject *object,
                                ungil_array *array) {
    const ungil_parameter *parameter = &function->parameters[index];
    bool asked = false;
    if (parameter->kind > UNGIL_COMPLEX) {
        /* SIZED_BY and char: all is said by the buffer protocol */
    } else if (UNGIL_LIKELY((PyObject *)Py_TYPE(object) == ungil_once_get(&state->ndarray))) {
        const ungil_ndarray *numpy = (const ungil_ndarray *)object;
        if (UNGIL_LIKELY(ungil_ndarray_fits(state, parameter, numpy))) {
            array->data = numpy->data;
            array->ndim = parameter->ndim;
            array->numpy = true;
            array->exported = false;
            for (int i = 0; i < parameter->ndim; i++) {
                array->shape[i] = numpy->shape[i];
            }
            return 0;
        }
    } else if (ungil_once_is(&state->not_numpy, Py_TYPE(object)) && parameter->ndim == 1) {
        int flags = ungil_buffer_flags(parameter);
        asked = true;
        array->numpy = false;
        array->exported = ungil_get_buffer(object, &array->view, flags) == 0;
        if (UNGIL_LIKELY(array->exported && ungil_buffer_fits_plainly(parameter, &array->view))) {
            array->data = array->view.buf;
            array->ndim = 1;
            array->shape[0] = array->view.shape[0];
            return 0;
        }
    }
    return ungil_take_buffer(state, function, index, object, array, asked);
}

UNGIL_FAST void ungil_let_go(ungil_array *array) {
    if (UNGIL_UNLIKELY(array->exported)) {
        ungil_release_buffer(&array->view);
        array->exported = false;
    }
}

/* Whether NumPy's array is no longer what was taken. Its memory is not pinned, and code of the
 * caller's may have run since: the buffer protocol's, when another argument was taken. */
UNGIL_CALL bool ungil_has_moved(const ungil_array *array, PyObject *object) {
    const ungil_ndarray *numpy = (const ungil_ndarray *)object;
    if (array->data == &ungil_nothing) {
        return false;
    }
    Py_ssize_t taken =
        array->exported ? array->view.len / array->view.itemsize : ungil_length(array);
    size_t length = 1;
    for (int i = 0; i < numpy->ndim; i++) {
        length *= (size_t)numpy->shape[i];
    }
    return numpy->data != array->data || length != (size_t)taken;
}

UNGIL_COLD int ungil_complain_moved(const ungil_signature *function, int index) {
    return ungil_complain(PyExc_RuntimeError, function,
                          "'%s' was changed while the arguments were read",
                          function->parameters[index].name);
}

/* 0 while the array is what was taken, or -1 with a RuntimeError. */
UNGIL_COLD int
ungil_stay(const ungil_signature *function, int index, PyObject *object, const ungil_array *array) {
    return array->numpy && UNGIL_UNLIKELY(ungil_has_moved(array, object))
               ? ungil_complain_moved(function, index)
               : 0;
}

/* Whether two arrays share a byte. */
UNGIL_FAST bool
ungil_overlaps(const ungil_array *a, size_t a_item, const ungil_array *b, size_t b_item) {
    size_t a_size = (size_t)ungil_length(a) * a_item, b_size = (size_t)ungil_length(b) * b_item;
    return a_size > 0 && b_size > 0 && (uintptr_t)a->data < (uintptr_t)b->data + b_size &&
           (uintptr_t)b->data < (uintptr_t)a->data + a_size;
}

UNGIL_COLD int ungil_complain_overlap(const ungil_signature *function, int a, int b) {
    return ungil_complain(PyExc_ValueError, function,
                          "'%s' and '%s' share memory, but C takes them as separate (restrict); "
                          "pass a copy of one",
                          function->parameters[a].name, function->parameters[b].name);
}

/* restrict: 0, or -1 with a ValueError where two arrays overlap. */
UNGIL_FAST int ungil_keep_apart(const ungil_signature *function,
                                int a,
                                const ungil_array *first,
                                int b,
                                const ungil_array *second) {
    const ungil_parameter *parameters = function->parameters;
    bool overlap = ungil_overlaps(first, parameters[a].size, second, parameters[b].size);
    return UNGIL_UNLIKELY(overlap) ? ungil_complain_overlap(function, a, b) : 0;
}

#endif
