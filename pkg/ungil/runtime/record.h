/* record.h: structs as the module knows them: their tables, and the classes of those that are
 * passed by value.
 *
 * A table is filled in by the C compiler (`offsetof`, `sizeof`); values are read and made by
 * walking it, and arrays are compared with it.
 */
#ifndef UNGIL_RECORD_H
#define UNGIL_RECORD_H

#include "format.h"
#include "state.h"

typedef struct ungil_record ungil_record;

/* A field, as `ungil_parameter` describes one: its Python name, the spelling, kind, size and
 * alignment of its element's type, and how many dimensions it has. */
typedef struct {
    ungil_parameter is;
    const char *name;           /* in C, and in dtypes */
    const ungil_record *record; /* of a struct in the struct, else NULL */
    const Py_ssize_t *shape;    /* of an array in the struct */
    size_t offset;
} ungil_field;

struct ungil_record {
    const char *name; /* of its class */
    const char *doc;
    const ungil_field *fields;
    int count;
    int index; /* of its place in the state */
    size_t size, align;
};

/* The kind of a field's elements, whatever name its type has: for enums and other integers. */
#define UNGIL_KIND_OF(value)                                                                       \
    _Generic((value),                                                                              \
        unsigned char: UNGIL_UNSIGNED,                                                             \
        unsigned short: UNGIL_UNSIGNED,                                                            \
        unsigned int: UNGIL_UNSIGNED,                                                              \
        unsigned long: UNGIL_UNSIGNED,                                                             \
        unsigned long long: UNGIL_UNSIGNED,                                                        \
        default: UNGIL_SIGNED)

/* Two fields that follow each other, and the last one: where there is room for another field, the
 * header has left one out. */
#define UNGIL_FOLLOWS(type, field, next)                                                           \
    _Static_assert(offsetof(type, next) - offsetof(type, field) - sizeof(((type *)NULL)->field) <  \
                       _Alignof(type),                                                             \
                   #type ": C has more between " #field " and " #next "; see '...;'")
#define UNGIL_ENDS(type, field)                                                                    \
    _Static_assert(sizeof(type) - offsetof(type, field) - sizeof(((type *)NULL)->field) <          \
                       _Alignof(type),                                                             \
                   #type ": C has more behind " #field "; see '...;'")

/* How many bytes an item of an array field takes that lies behind its first `axis` dimensions. */
UNGIL_FAST size_t ungil_item_size(const ungil_field *field, int axis) {
    size_t size = field->is.size;
    for (int i = axis; i < field->is.ndim; i++) {
        size *= (size_t)field->shape[i];
    }
    return size;
}

/* --- the class --- */

UNGIL_COLD PyObject *ungil_field_names(const ungil_record *record) {
    PyObject *names = PyTuple_New(record->count);
    for (int i = 0; names != NULL && i < record->count; i++) {
        PyObject *name = PyUnicode_InternFromString(record->fields[i].is.name);
        if (name == NULL || PyTuple_SetItem(names, i, name) < 0) {
            Py_CLEAR(names);
        }
    }
    return names;
}

UNGIL_COLD PyObject *ungil_new_record_type(const ungil_record *record) {
    PyObject *collections = PyImport_ImportModule("collections");
    PyObject *make = collections == NULL ? NULL : PyObject_GetAttrString(collections, "namedtuple");
    PyObject *names = make == NULL ? NULL : ungil_field_names(record);
    PyObject *arguments = names == NULL ? NULL : Py_BuildValue("(sO)", record->name, names);
    PyObject *options =
        arguments == NULL ? NULL : Py_BuildValue("{s:s}", "module", UNGIL_MODULE_NAME);
    PyObject *type = options == NULL ? NULL : PyObject_Call(make, arguments, options);
    Py_XDECREF(collections);
    Py_XDECREF(make);
    Py_XDECREF(names);
    Py_XDECREF(arguments);
    Py_XDECREF(options);
    if (type != NULL &&
        !(PyType_Check(type) && PyType_IsSubtype((PyTypeObject *)type, &PyTuple_Type))) {
        PyErr_SetString(PyExc_TypeError, "collections.namedtuple() did not give a tuple class");
        Py_CLEAR(type);
    }
    return type;
}

/* Makes a struct's class and adds it to the module, once an instance of the module. Returns 0, or
 * -1 with an exception. */
UNGIL_COLD int ungil_add_record(PyObject *module, const ungil_record *record) {
    PyObject *type = ungil_new_record_type(record);
    PyObject *doc = type == NULL ? NULL : PyUnicode_FromString(record->doc);
    int status = -1;
    if (doc != NULL && PyObject_SetAttrString(type, "__doc__", doc) == 0) {
        status = PyModule_AddObjectRef(module, record->name, type);
    }
    Py_XDECREF(doc);
    ungil_state_of(module)->records[record->index].type = (PyTypeObject *)type;
    return status;
}

#endif
