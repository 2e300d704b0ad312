/* record_value.h: structs by value, as named tuples.
 *
 * What is given for a struct may be its class, or any other sequence of as many items; a named
 * tuple or a NumPy record whose fields are called otherwise is not, as its order may be another.
 */
#ifndef UNGIL_RECORD_VALUE_H
#define UNGIL_RECORD_VALUE_H

#include "character.h"
#include "complex.h"
#include "numbers.h"
#include "record.h"

/* --- from Python --- */

/* "a point or a sequence of 2 items (x, y)" */
UNGIL_COLD PyObject *ungil_expected_record(const ungil_record *record) {
    PyObject *names = ungil_field_names(record);
    PyObject *comma = PyUnicode_FromString(", ");
    PyObject *joined = names == NULL || comma == NULL ? NULL : PyUnicode_Join(comma, names);
    PyObject *text = NULL;
    if (joined != NULL) {
        text = PyUnicode_FromFormat("a %s or a sequence of %d item%s (%U)", record->name,
                                    record->count, record->count == 1 ? "" : "s", joined);
    }
    Py_XDECREF(names);
    Py_XDECREF(comma);
    Py_XDECREF(joined);
    return text;
}

UNGIL_COLD int ungil_not_a_record(const ungil_signature *function,
                                  int index,
                                  const ungil_record *record,
                                  PyObject *object) {
    PyObject *expected = ungil_expected_record(record);
    const char *text = expected == NULL ? NULL : PyUnicode_AsUTF8AndSize(expected, NULL);
    if (text != NULL) {
        ungil_wrong_type(function, index, text, object);
    }
    Py_XDECREF(expected);
    return -1;
}

UNGIL_COLD int ungil_wrong_number(const ungil_signature *function,
                                  int index,
                                  const ungil_record *record,
                                  Py_ssize_t length) {
    PyObject *expected = ungil_expected_record(record);
    if (expected != NULL) {
        ungil_complain(PyExc_ValueError, function, "'%s' must be %U, not of %zd",
                       function->parameters[index].name, expected, length);
        Py_DECREF(expected);
    }
    return -1;
}

/* An attribute; NULL without an exception where there is none. */
UNGIL_COLD PyObject *ungil_attribute(PyObject *object, const char *name) {
    PyObject *value = PyObject_GetAttrString(object, name);
    if (value == NULL && PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
    }
    return value;
}

/* The names that a sequence gives its items: `_fields` of a named tuple's class, `dtype.names` of
 * NumPy's records. A new reference, NULL without an exception where it has none. */
UNGIL_COLD PyObject *ungil_item_names(PyObject *object) {
    PyObject *names = ungil_attribute((PyObject *)Py_TYPE(object), "_fields");
    if (names == NULL && !PyErr_Occurred()) {
        PyObject *dtype = ungil_attribute(object, "dtype");
        names = dtype == NULL ? NULL : ungil_attribute(dtype, "names");
        Py_XDECREF(dtype);
    }
    if (names != NULL && !PyTuple_Check(names)) {
        Py_CLEAR(names);
    }
    return names;
}

UNGIL_COLD bool ungil_is_named(PyObject *name, const ungil_field *field) {
    return name != NULL && PyUnicode_Check(name) &&
           (PyUnicode_CompareWithASCIIString(name, field->is.name) == 0 ||
            PyUnicode_CompareWithASCIIString(name, field->name) == 0);
}

/* Refuses what calls its items by other names than the struct does its fields. */
UNGIL_COLD int ungil_check_names(const ungil_signature *function,
                                 int index,
                                 const ungil_record *record,
                                 PyObject *object) {
    PyObject *names = ungil_item_names(object);
    if (names == NULL) {
        return PyErr_Occurred() ? -1 : 0;
    }
    bool same = PyTuple_Size(names) == record->count;
    for (int i = 0; same && i < record->count; i++) {
        same = ungil_is_named(PyTuple_GetItem(names, i), &record->fields[i]);
    }
    if (!same) {
        PyObject *expected = ungil_field_names(record);
        if (expected != NULL) {
            ungil_complain(PyExc_TypeError, function,
                           "'%s' has the items %R, but %s has %R; pass a plain tuple if the order "
                           "is right",
                           function->parameters[index].name, names, record->name, expected);
            Py_DECREF(expected);
        }
    }
    Py_DECREF(names);
    return same ? 0 : -1;
}

/* A new reference to an item; the sequence is whatever it wants to be. */
UNGIL_FAST PyObject *ungil_sequence_item(PyObject *object, Py_ssize_t i) {
    if (UNGIL_LIKELY(PyTuple_Check(object))) {
        return Py_XNewRef(PyTuple_GetItem(object, i));
    }
    return PySequence_GetItem(object, i);
}

/* The length of a sequence, -1 with an exception; -2 without one for what is no sequence, as
 * strings are none, and bytes only one of integers. */
UNGIL_FAST Py_ssize_t ungil_sequence_length(PyObject *object, bool of_bytes) {
    if (UNGIL_LIKELY(PyTuple_Check(object))) {
        return PyTuple_Size(object);
    }
    bool bytes = PyBytes_Check(object) || PyByteArray_Check(object);
    if (PyUnicode_Check(object) || (bytes && !of_bytes) || !PySequence_Check(object)) {
        return -2;
    }
    return PySequence_Size(object);
}

UNGIL_FAST void ungil_store_integer(uint64_t bits, size_t size, void *target) {
    const uint8_t bits8 = (uint8_t)bits;
    const uint16_t bits16 = (uint16_t)bits;
    const uint32_t bits32 = (uint32_t)bits;
    const void *source = size == 1   ? (const void *)&bits8
                         : size == 2 ? (const void *)&bits16
                         : size == 4 ? (const void *)&bits32
                                     : (const void *)&bits;
    memcpy(target, source, size);
}

UNGIL_CALL int ungil_read_record(ungil_state *state,
                                 const ungil_signature *function,
                                 int index,
                                 PyObject *object,
                                 const ungil_record *record,
                                 char *target);

/* Reads one element of a field; `function` has it as its only parameter. */
UNGIL_CALL int ungil_read_element(ungil_state *state,
                                  const ungil_signature *function,
                                  const ungil_field *field,
                                  PyObject *object,
                                  char *target) {
    const size_t size = field->is.size;
    uint64_t bits;
    double wide;
    float narrow;
    bool truth;
    wchar_t character;
    switch ((ungil_kind)field->is.kind) {
    case UNGIL_SIGNED:
    case UNGIL_UNSIGNED:
        if (ungil_to_integer(function, 0, object, size, field->is.kind == UNGIL_SIGNED, &bits) <
            0) {
            return -1;
        }
        ungil_store_integer(bits, size, target);
        return 0;
    case UNGIL_REAL:
        if (size == sizeof(double)) {
            if (ungil_to_double(function, 0, object, &wide) < 0) {
                return -1;
            }
            memcpy(target, &wide, sizeof(wide));
        } else {
            if (ungil_to_float(function, 0, object, &narrow) < 0) {
                return -1;
            }
            memcpy(target, &narrow, sizeof(narrow));
        }
        return 0;
    case UNGIL_BOOLEAN:
        if (ungil_to_bool(function, 0, object, &truth) < 0) {
            return -1;
        }
        memcpy(target, &truth, sizeof(truth));
        return 0;
    case UNGIL_COMPLEX:
        return ungil_to_complex(function, 0, object, size, target);
    case UNGIL_CHARACTER:
        return ungil_to_char(function, 0, object, target);
    case UNGIL_WIDE:
        if (ungil_to_wchar(function, 0, object, &character) < 0) {
            return -1;
        }
        memcpy(target, &character, sizeof(character));
        return 0;
    case UNGIL_STRUCT:
        return ungil_read_record(state, function, 0, object, field->record, target);
    case UNGIL_RAW:
        break;
    }
    Py_UNREACHABLE();
}

/* Reads what lies behind the first `axis` dimensions of a field. */
UNGIL_CALL int ungil_read_field(ungil_state *state,
                                const ungil_signature *function,
                                const ungil_field *field,
                                int axis,
                                PyObject *object,
                                char *target) {
    if (axis == field->is.ndim) {
        return ungil_read_element(state, function, field, object, target);
    }
    const Py_ssize_t extent = field->shape[axis];
    const bool last = axis + 1 == field->is.ndim;
    if (last && field->is.kind == UNGIL_CHARACTER) {
        return ungil_to_chars(function, 0, object, extent, target);
    }
    if (last && field->is.kind == UNGIL_WIDE) {
        return ungil_to_wchars(function, 0, object, extent, target);
    }
    const bool of_bytes = field->is.size == 1 && field->is.kind <= UNGIL_UNSIGNED;
    const Py_ssize_t length = ungil_sequence_length(object, last && of_bytes);
    if (length == -2) {
        return ungil_wrong_type(function, 0, "a sequence", object);
    }
    if (length >= 0 && length != extent) {
        return ungil_complain(PyExc_ValueError, function, "'%s' must have %zd item%s, not %zd",
                              field->is.name, extent, extent == 1 ? "" : "s", length);
    }
    int status = length < 0 ? -1 : 0;
    const size_t size = ungil_item_size(field, axis + 1);
    ungil_place place = {function, 0, 0};
    const ungil_signature inner = {function->name, function->parameters, 0, 0, 0, &place};
    for (; status == 0 && place.item < extent; place.item++) {
        PyObject *item = ungil_sequence_item(object, place.item);
        status = item == NULL ? -1
                              : ungil_read_field(state, &inner, field, axis + 1, item,
                                                 target + (size_t)place.item * size);
        Py_XDECREF(item);
    }
    return status;
}

/* Reads a struct into zeroed memory. May run Python code. Returns 0, or -1 with a TypeError, a
 * ValueError for a wrong number of items, or what the fields' own conversions raise. */
UNGIL_CALL int ungil_read_record(ungil_state *state,
                                 const ungil_signature *function,
                                 int index,
                                 PyObject *object,
                                 const ungil_record *record,
                                 char *target) {
    const Py_ssize_t length = ungil_sequence_length(object, false);
    if (UNGIL_UNLIKELY(length == -2)) {
        return ungil_not_a_record(function, index, record, object);
    }
    if (UNGIL_UNLIKELY(length != record->count)) {
        return length < 0 ? -1 : ungil_wrong_number(function, index, record, length);
    }
    if (Py_TYPE(object) != state->records[record->index].type && !PyTuple_CheckExact(object) &&
        !PyList_CheckExact(object) && ungil_check_names(function, index, record, object) < 0) {
        return -1;
    }
    const ungil_place place = {function, index, -1};
    int status = 0;
    for (int i = 0; status == 0 && i < record->count; i++) {
        const ungil_field *field = &record->fields[i];
        const ungil_signature inner = {function->name, &field->is, 0, 0, 0, &place};
        PyObject *item = ungil_sequence_item(object, i);
        status = item == NULL
                     ? -1
                     : ungil_read_field(state, &inner, field, 0, item, target + field->offset);
        Py_XDECREF(item);
    }
    return status;
}

/* Reads a struct that was given for a parameter. */
UNGIL_CALL int ungil_to_record(PyObject *module,
                               const ungil_signature *function,
                               int index,
                               PyObject *object,
                               const ungil_record *record,
                               void *target) {
    memset(target, 0, record->size);
    return ungil_read_record(ungil_state_of(module), function, index, object, record,
                             (char *)target);
}

/* --- to Python --- */

UNGIL_FAST uint64_t ungil_load_integer(const void *source, size_t size, bool is_signed) {
    uint8_t bits8;
    uint16_t bits16;
    uint32_t bits32;
    uint64_t bits64;
    switch (size) {
    case 1:
        memcpy(&bits8, source, 1);
        return is_signed ? (uint64_t)(int8_t)bits8 : bits8;
    case 2:
        memcpy(&bits16, source, 2);
        return is_signed ? (uint64_t)(int16_t)bits16 : bits16;
    case 4:
        memcpy(&bits32, source, 4);
        return is_signed ? (uint64_t)(int32_t)bits32 : bits32;
    default:
        memcpy(&bits64, source, 8);
        return bits64;
    }
}

UNGIL_CALL PyObject *
ungil_make_record(ungil_state *state, const ungil_record *record, const char *source);

UNGIL_CALL PyObject *
ungil_make_element(ungil_state *state, const ungil_field *field, const char *source) {
    const size_t size = field->is.size;
    const bool is_signed = field->is.kind == UNGIL_SIGNED;
    double wide;
    float narrow;
    wchar_t character;
    switch ((ungil_kind)field->is.kind) {
    case UNGIL_SIGNED:
    case UNGIL_UNSIGNED:
        return ungil_from_integer(ungil_load_integer(source, size, is_signed), size, is_signed);
    case UNGIL_REAL:
        if (size == sizeof(double)) {
            memcpy(&wide, source, sizeof(wide));
        } else {
            memcpy(&narrow, source, sizeof(narrow));
            wide = (double)narrow;
        }
        return PyFloat_FromDouble(wide);
    case UNGIL_BOOLEAN:
        return PyBool_FromLong(*(const unsigned char *)source != 0);
    case UNGIL_COMPLEX:
        return ungil_from_complex(source, size);
    case UNGIL_CHARACTER:
        return ungil_from_char(*source);
    case UNGIL_WIDE:
        memcpy(&character, source, sizeof(character));
        return ungil_from_wchar(character);
    case UNGIL_STRUCT:
        return ungil_make_record(state, field->record, source);
    case UNGIL_RAW:
        break;
    }
    Py_UNREACHABLE();
}

UNGIL_CALL PyObject *
ungil_make_field(ungil_state *state, const ungil_field *field, int axis, const char *source) {
    if (axis == field->is.ndim) {
        return ungil_make_element(state, field, source);
    }
    const Py_ssize_t extent = field->shape[axis];
    const bool last = axis + 1 == field->is.ndim;
    if (last && field->is.kind == UNGIL_CHARACTER) {
        return ungil_from_chars(source, extent);
    }
    if (last && field->is.kind == UNGIL_WIDE) {
        return ungil_from_wchars(source, extent);
    }
    const size_t size = ungil_item_size(field, axis + 1);
    PyObject *tuple = PyTuple_New(extent);
    for (Py_ssize_t i = 0; tuple != NULL && i < extent; i++) {
        PyObject *item = ungil_make_field(state, field, axis + 1, source + (size_t)i * size);
        if (item == NULL || PyTuple_SetItem(tuple, i, item) < 0) {
            Py_CLEAR(tuple);
        }
    }
    return tuple;
}

UNGIL_CALL PyObject *
ungil_make_record(ungil_state *state, const ungil_record *record, const char *source) {
    PyTypeObject *type = state->records[record->index].type;
    PyObject *tuple = PyType_GenericAlloc(type, record->count);
    for (int i = 0; tuple != NULL && i < record->count; i++) {
        const ungil_field *field = &record->fields[i];
        PyObject *item = ungil_make_field(state, field, 0, source + field->offset);
        if (item == NULL || PyTuple_SetItem(tuple, i, item) < 0) {
            Py_CLEAR(tuple);
        }
    }
    return tuple;
}

/* A new named tuple of what C left; NULL with an exception. */
UNGIL_CALL PyObject *
ungil_from_record(PyObject *module, const ungil_record *record, const void *source) {
    return ungil_make_record(ungil_state_of(module), record, (const char *)source);
}

#endif
