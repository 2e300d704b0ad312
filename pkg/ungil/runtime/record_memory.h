/* record_memory.h: arrays of structs that are made here: outputs that the caller left out, and
 * what C returns.
 *
 * NumPy's, with a dtype of C's layout, once NumPy is imported; else a memoryview whose format says
 * the layout ("T{d:x:d:y:}"), which NumPy and ungil's functions read.
 */
#ifndef UNGIL_RECORD_MEMORY_H
#define UNGIL_RECORD_MEMORY_H

#include "memory.h"
#include "record_array.h"

/* --- as a dtype --- */

UNGIL_COLD PyObject *ungil_make_dtype(PyObject *make, const ungil_record *record);

/* The shape of a field as NumPy has it: strings (`S16`, `U4`) are the last dimension of an array
 * of characters. */
UNGIL_COLD PyObject *ungil_dtype_shape(const ungil_field *field, bool text) {
    const int ndim = field->is.ndim - (text ? 1 : 0);
    PyObject *shape = PyTuple_New(ndim);
    for (int i = 0; shape != NULL && i < ndim; i++) {
        PyObject *length = PyLong_FromSsize_t(field->shape[i]);
        if (length == NULL || PyTuple_SetItem(shape, i, length) < 0) {
            Py_CLEAR(shape);
        }
    }
    return shape;
}

/* What np.dtype() takes for a field: ("f8", (3, 3)), or a struct's dtype in the place of "f8". */
UNGIL_COLD PyObject *ungil_dtype_format(PyObject *make, const ungil_field *field) {
    static const char letters[] = {'i', 'u', 'f', 'b', 'c', 'S', 'U'};
    const unsigned kind = field->is.kind;
    const bool text = field->is.ndim > 0 && (kind == UNGIL_CHARACTER || kind == UNGIL_WIDE);
    PyObject *element = NULL, *shape = NULL, *format = NULL;
    if (field->record != NULL) {
        element = ungil_make_dtype(make, field->record);
    } else if (kind == UNGIL_CHARACTER || kind == UNGIL_WIDE) {
        const Py_ssize_t length = text ? field->shape[field->is.ndim - 1] : 1;
        element = PyUnicode_FromFormat("%c%zd", letters[kind], length);
    } else {
        element = PyUnicode_FromFormat("%c%u", letters[kind], field->is.size);
    }
    shape = element == NULL ? NULL : ungil_dtype_shape(field, text);
    if (shape != NULL && PyTuple_Size(shape) == 0) {
        format = Py_NewRef(element);
    } else if (shape != NULL) {
        format = PyTuple_Pack(2, element, shape);
    }
    Py_XDECREF(element);
    Py_XDECREF(shape);
    return format;
}

/* A dtype of C's layout; a new reference, NULL with an exception. `make` is numpy.dtype. */
UNGIL_COLD PyObject *ungil_make_dtype(PyObject *make, const ungil_record *record) {
    PyObject *names = PyList_New(0), *formats = PyList_New(0), *offsets = PyList_New(0);
    int status = names == NULL || formats == NULL || offsets == NULL ? -1 : 0;
    for (int i = 0; status == 0 && i < record->count; i++) {
        const ungil_field *field = &record->fields[i];
        PyObject *name = PyUnicode_FromString(field->name);
        PyObject *format = ungil_dtype_format(make, field);
        PyObject *offset = PyLong_FromSize_t(field->offset);
        status = name == NULL || format == NULL || offset == NULL ||
                         PyList_Append(names, name) < 0 || PyList_Append(formats, format) < 0 ||
                         PyList_Append(offsets, offset) < 0
                     ? -1
                     : 0;
        Py_XDECREF(name);
        Py_XDECREF(format);
        Py_XDECREF(offset);
    }
    PyObject *dtype = NULL;
    if (status == 0) {
        dtype = PyObject_CallFunction(make, "({sOsOsOsn})", "names", names, "formats", formats,
                                      "offsets", offsets, "itemsize", (Py_ssize_t)record->size);
    }
    Py_XDECREF(names);
    Py_XDECREF(formats);
    Py_XDECREF(offsets);
    return dtype;
}

/* The dtype that arrays of the struct are made with, borrowed; NULL with an exception. */
UNGIL_COLD PyObject *ungil_own_dtype(ungil_state *state, const ungil_record *record) {
    ungil_once *field = &state->records[record->index].made;
    if (!ungil_once_is(field, NULL)) {
        return ungil_once_get(field);
    }
    PyObject *numpy = PyImport_ImportModule("numpy");
    PyObject *make = numpy == NULL ? NULL : PyObject_GetAttrString(numpy, "dtype");
    PyObject *dtype = make == NULL ? NULL : ungil_make_dtype(make, record);
    PyObject *misfit = dtype == NULL ? NULL : ungil_dtype_misfit(record, dtype);
    if (misfit != Py_None) {
        if (misfit != NULL) {
            PyErr_Format(PyExc_TypeError, "numpy.dtype() gave another dtype than asked for: %U",
                         misfit);
        }
        Py_CLEAR(dtype);
    }
    Py_XDECREF(numpy);
    Py_XDECREF(make);
    Py_XDECREF(misfit);
    return ungil_once_set(field, dtype);
}

/* --- as a format --- */

UNGIL_COLD PyObject *ungil_format_of_record(const ungil_record *record, size_t *size);

/* "d", "(3,3)d", "16s", "T{d:x:d:y:}" */
UNGIL_COLD PyObject *ungil_field_format(const ungil_field *field) {
    const unsigned kind = field->is.kind;
    const bool text = field->is.ndim > 0 && (kind == UNGIL_CHARACTER || kind == UNGIL_WIDE);
    const int ndim = field->is.ndim - (text ? 1 : 0);
    PyObject *format = PyUnicode_FromString(ndim > 0 ? "(" : ""), *element = NULL, *whole = NULL;
    for (int i = 0; format != NULL && i < ndim; i++) {
        PyObject *longer =
            PyUnicode_FromFormat("%U%zd%s", format, field->shape[i], i < ndim - 1 ? "," : ")");
        Py_DECREF(format);
        format = longer;
    }
    size_t size = 0;
    if (field->record != NULL) {
        element = ungil_format_of_record(field->record, &size);
    } else if (kind == UNGIL_CHARACTER || kind == UNGIL_WIDE) {
        const Py_ssize_t length = text ? field->shape[field->is.ndim - 1] : 1;
        element = PyUnicode_FromFormat("%zd%c", length, kind == UNGIL_WIDE ? 'w' : 's');
    } else {
        element = PyUnicode_FromString(ungil_letter(&field->is));
    }
    if (format != NULL && element != NULL) {
        whole = PyUnicode_FromFormat("%U%U", format, element);
    }
    Py_XDECREF(format);
    Py_XDECREF(element);
    return whole;
}

/* The struct's layout, padding written out. A new string, NULL with an exception. */
UNGIL_COLD PyObject *ungil_format_of_record(const ungil_record *record, size_t *size) {
    PyObject *format = PyUnicode_FromString("T{=");
    size_t end = 0;
    for (int i = 0; format != NULL && i < record->count; i++) {
        const ungil_field *field = &record->fields[i];
        PyObject *is = ungil_field_format(field), *longer = NULL;
        const size_t padding = field->offset - end;
        if (is != NULL && padding > 0) {
            longer = PyUnicode_FromFormat("%U%zux%U:%s:", format, padding, is, field->name);
        } else if (is != NULL) {
            longer = PyUnicode_FromFormat("%U%U:%s:", format, is, field->name);
        }
        Py_XDECREF(is);
        Py_DECREF(format);
        format = longer;
        end = field->offset + ungil_item_size(field, 0);
    }
    PyObject *whole = NULL;
    if (format != NULL && record->size > end) {
        whole = PyUnicode_FromFormat("%U%zux}", format, record->size - end);
    } else if (format != NULL) {
        whole = PyUnicode_FromFormat("%U}", format);
    }
    Py_XDECREF(format);
    *size = record->size;
    return whole;
}

/* A block of structs. Its format lies behind the structs. */
UNGIL_COLD PyObject *ungil_new_record_block(ungil_state *state,
                                            const ungil_parameter *parameter,
                                            ungil_array *array,
                                            Py_ssize_t length,
                                            const ungil_record *record) {
    size_t size;
    PyObject *format = ungil_format_of_record(record, &size), *block = NULL;
    Py_ssize_t text_length = 0;
    const char *text = format == NULL ? NULL : PyUnicode_AsUTF8AndSize(format, &text_length);
    if (text != NULL) {
        block = ungil_new_block(state, parameter, array, length, text, (size_t)text_length + 1,
                                record->align);
    }
    Py_XDECREF(format);
    return block;
}

/* --- making them --- */

/* As ungil_allocate() does, of structs. */
UNGIL_COLD PyObject *ungil_allocate_records(PyObject *module,
                                            const ungil_signature *function,
                                            int index,
                                            ungil_array *array,
                                            const ungil_record *record) {
    const ungil_parameter *parameter = &function->parameters[index];
    ungil_state *state = ungil_state_of(module);
    Py_ssize_t length = 0;
    if (ungil_memory_length(function, index, array, &length) < 0) {
        return NULL;
    }
    array->numpy = ungil_has_numpy(state);
    PyObject *dtype = array->numpy ? ungil_own_dtype(state, record) : NULL;
    if (array->numpy && dtype == NULL) {
        return NULL;
    }
    if (array->numpy && record->align <= _Alignof(max_align_t)) {
        return ungil_new_zeros(state, dtype, array);
    }
    PyObject *block = ungil_new_record_block(state, parameter, array, length, record);
    if (block == NULL || !array->numpy) {
        return block;
    }
    PyObject *made = ungil_ndarray_over(state, dtype, array, block); /* which is aligned */
    Py_DECREF(block);
    return made;
}

/* As ungil_copy() does, of structs. */
UNGIL_COLD PyObject *ungil_copy_records(PyObject *module,
                                        const ungil_signature *function,
                                        int index,
                                        ungil_array *array,
                                        const ungil_record *record,
                                        const void *source) {
    PyObject *owner = ungil_allocate_records(module, function, index, array, record);
    return owner == NULL ? NULL : ungil_copy_into(function, index, owner, array, source);
}

#endif
