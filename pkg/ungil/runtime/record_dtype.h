/* record_dtype.h: whether a dtype of NumPy's lays a struct out as C does.
 *
 * Every field is asked for by its name: its offset, its type, and the size of the whole. Only
 * for first times and failures, as what fits is remembered.
 *
 * The functions that say what does not fit return a text, None where all does, NULL with an
 * exception.
 */
#ifndef UNGIL_RECORD_DTYPE_H
#define UNGIL_RECORD_DTYPE_H

#include "record.h"

#define UNGIL_FITS() Py_NewRef(Py_None)
#define UNGIL_ALIGN_HINT " (np.dtype(..., align=True) lays fields out as C does)"

UNGIL_COLD PyObject *ungil_dtype_misfit(const ungil_record *record, PyObject *dtype);

/* An attribute that is a number. -1 with an exception. */
UNGIL_COLD Py_ssize_t ungil_size_attribute(PyObject *object, const char *name) {
    PyObject *value = PyObject_GetAttrString(object, name);
    Py_ssize_t size = value == NULL ? -1 : PyLong_AsSsize_t(value);
    Py_XDECREF(value);
    return size;
}

/* Whether a shape is that of the field, which has `ndim` dimensions here. */
UNGIL_COLD bool ungil_is_shape(PyObject *shape, const ungil_field *field, int ndim) {
    bool same = PyTuple_Check(shape) && PyTuple_Size(shape) == ndim;
    for (int i = 0; same && i < ndim; i++) {
        same = PyLong_AsSsize_t(PyTuple_GetItem(shape, i)) == field->shape[i];
    }
    return same && !PyErr_Occurred();
}

/* Whether elements of a dtype of this kind (its letter) and size are the field's. Strings of
 * NumPy's (`S16`, `U4`) are the last dimension of an array of characters. */
UNGIL_COLD bool
ungil_is_element(const ungil_field *field, char letter, Py_ssize_t size, PyObject *shape) {
    int ndim = field->is.ndim;
    Py_ssize_t expected = (Py_ssize_t)field->is.size;
    bool same = false;
    switch ((ungil_kind)field->is.kind) {
    case UNGIL_SIGNED:
        same = letter == 'i';
        break;
    case UNGIL_UNSIGNED:
        same = letter == 'u';
        break;
    case UNGIL_REAL:
        same = letter == 'f';
        break;
    case UNGIL_BOOLEAN:
        same = letter == 'b';
        break;
    case UNGIL_COMPLEX:
        same = letter == 'c';
        break;
    case UNGIL_CHARACTER:
    case UNGIL_WIDE:
        same = letter == (field->is.kind == UNGIL_WIDE ? 'U' : 'S') ||
               (field->is.kind == UNGIL_CHARACTER && (letter == 'i' || letter == 'u'));
        if (ndim > 0 && (letter == 'S' || letter == 'U') && PyTuple_Check(shape) &&
            PyTuple_Size(shape) == ndim - 1) {
            ndim--;
            expected *= field->shape[ndim];
        }
        break;
    default:
        break;
    }
    return same && size == expected && ungil_is_shape(shape, field, ndim);
}

/* Whether a dtype that is no struct's, of which `shape` elements are in the field, is the field's:
 * 1 or 0, -1 with an exception. */
UNGIL_COLD int ungil_element_fits(const ungil_field *field, PyObject *dtype, PyObject *shape) {
    PyObject *kind = PyObject_GetAttrString(dtype, "kind");
    PyObject *native = kind == NULL ? NULL : PyObject_GetAttrString(dtype, "isnative");
    const char *letter = native == NULL ? NULL : PyUnicode_AsUTF8AndSize(kind, NULL);
    Py_ssize_t size = letter == NULL ? -1 : ungil_size_attribute(dtype, "itemsize");
    int fits = -1;
    if (size >= 0) {
        fits = native == Py_True && ungil_is_element(field, *letter, size, shape);
    }
    Py_XDECREF(kind);
    Py_XDECREF(native);
    return PyErr_Occurred() ? -1 : fits;
}

/* A field's dtype may stand for an array: `element` is what it is of, `shape` how many. */
UNGIL_COLD PyObject *
ungil_part_misfit(const ungil_field *field, PyObject *dtype, PyObject *element, PyObject *shape) {
    int fits = field->record == NULL ? ungil_element_fits(field, element, shape)
                                     : ungil_is_shape(shape, field, field->is.ndim);
    if (fits < 0 || PyErr_Occurred()) {
        return NULL;
    }
    if (fits == 0) {
        return PyUnicode_FromFormat("its field '%s' is of %S, not of C's %s%s", field->name, dtype,
                                    field->is.ndim > 0 ? "array of " : "", field->is.type);
    }
    if (field->record == NULL) {
        return UNGIL_FITS();
    }
    PyObject *inside = ungil_dtype_misfit(field->record, element);
    if (inside == NULL || inside == Py_None) {
        return inside;
    }
    PyObject *text = PyUnicode_FromFormat("in its field '%s' %U", field->name, inside);
    Py_DECREF(inside);
    return text;
}

UNGIL_COLD PyObject *ungil_field_misfit(const ungil_field *field, PyObject *dtype) {
    PyObject *subdtype = PyObject_GetAttrString(dtype, "subdtype");
    PyObject *shape = subdtype == NULL ? NULL : PyObject_GetAttrString(dtype, "shape");
    PyObject *misfit = NULL;
    if (shape != NULL) {
        PyObject *element = PyTuple_Check(subdtype) ? PyTuple_GetItem(subdtype, 0) : dtype;
        misfit = element == NULL ? NULL : ungil_part_misfit(field, dtype, element, shape);
    }
    Py_XDECREF(subdtype);
    Py_XDECREF(shape);
    return misfit;
}

/* `entry` is what `dtype.fields` has for the field: its dtype and its offset. */
UNGIL_COLD PyObject *ungil_entry_misfit(const ungil_field *field, PyObject *entry) {
    PyObject *dtype = PyTuple_Check(entry) ? PyTuple_GetItem(entry, 0) : NULL;
    PyObject *place = dtype == NULL ? NULL : PyTuple_GetItem(entry, 1);
    Py_ssize_t offset = place == NULL ? -1 : PyLong_AsSsize_t(place);
    if (offset < 0) {
        return NULL;
    }
    if ((size_t)offset != field->offset) {
        return PyUnicode_FromFormat("its field '%s' lies at %zd, in C at %zu" UNGIL_ALIGN_HINT,
                                    field->name, offset, field->offset);
    }
    return ungil_field_misfit(field, dtype);
}

UNGIL_COLD PyObject *
ungil_misfit_of_fields(const ungil_record *record, PyObject *names, PyObject *fields) {
    for (int i = 0; i < record->count; i++) {
        PyObject *entry = PyMapping_GetItemString(fields, record->fields[i].name);
        if (entry == NULL) {
            if (!PyErr_ExceptionMatches(PyExc_KeyError)) {
                return NULL;
            }
            PyErr_Clear();
            return PyUnicode_FromFormat("it has no field '%s'", record->fields[i].name);
        }
        PyObject *misfit = ungil_entry_misfit(&record->fields[i], entry);
        Py_DECREF(entry);
        if (misfit != Py_None) {
            return misfit;
        }
        Py_DECREF(misfit);
    }
    if (PyTuple_Size(names) != record->count) {
        return PyUnicode_FromFormat("it has the fields %R", names);
    }
    return UNGIL_FITS();
}

UNGIL_COLD PyObject *ungil_dtype_misfit(const ungil_record *record, PyObject *dtype) {
    PyObject *names = PyObject_GetAttrString(dtype, "names");
    PyObject *fields = names == NULL ? NULL : PyObject_GetAttrString(dtype, "fields");
    Py_ssize_t size = fields == NULL ? -1 : ungil_size_attribute(dtype, "itemsize");
    PyObject *misfit = NULL;
    if (size >= 0 && !PyTuple_Check(names)) {
        misfit = PyUnicode_FromFormat("it is of %S", dtype);
    } else if (size >= 0) {
        misfit = ungil_misfit_of_fields(record, names, fields);
        if (misfit == Py_None && (size_t)size != record->size) {
            Py_DECREF(misfit);
            misfit = PyUnicode_FromFormat("its items take %zd bytes, in C %zu" UNGIL_ALIGN_HINT,
                                          size, record->size);
        }
    }
    Py_XDECREF(names);
    Py_XDECREF(fields);
    return misfit;
}

#endif
