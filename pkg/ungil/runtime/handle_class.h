/* handle_class.h: the Python classes of handles: what each has besides the header's methods. */
#ifndef UNGIL_HANDLE_CLASS_H
#define UNGIL_HANDLE_CLASS_H

#include "postponed.h"

#include <structmember.h>

enum { UNGIL_MEMBER_SIZE = T_PYSSIZET, UNGIL_MEMBER_READONLY = READONLY };

/* Names that enumerators of authors have, too. */
#undef T_SHORT
#undef T_INT
#undef T_LONG
#undef T_FLOAT
#undef T_DOUBLE
#undef T_STRING
#undef T_OBJECT
#undef T_CHAR
#undef T_BYTE
#undef T_UBYTE
#undef T_USHORT
#undef T_UINT
#undef T_ULONG
#undef T_STRING_INPLACE
#undef T_BOOL
#undef T_OBJECT_EX
#undef T_LONGLONG
#undef T_ULONGLONG
#undef T_NONE
#undef READ_RESTRICTED
#undef RESTRICTED
#undef T_PYSSIZET
#undef READONLY

/* Closes what was not closed. Never raises, keeps an exception that is set. */
UNGIL_CALL void ungil_handle_collect(PyObject *self) {
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    ungil_handle *handle = (ungil_handle *)self;
    if (ungil_handle_close(handle, true) < 0) {
        bool open = ungil_gate_look(&handle->gate) == UNGIL_GATE_OPEN;
        PyObject *own_type, *own_value, *own_traceback;
        PyErr_Fetch(&own_type, &own_value, &own_traceback);
        bool postponed = open && ungil_postpone(handle);
        PyErr_Restore(own_type, own_value, own_traceback);
        if (postponed) {
            PyErr_Clear();
        } else {
            ungil_handle_report(handle);
        }
    }
    PyErr_Restore(type, value, traceback);
}

/* A call that was to make a handle has failed: what C has made is freed, and the handle is closed,
 * whoever may have seen it. NULL: it was given to the caller. */
UNGIL_CALL void ungil_drop_handle(PyObject *made) {
    if (UNGIL_UNLIKELY(made != NULL)) {
        ungil_gate_settle(&((ungil_handle *)made)->gate, UNGIL_GATE_OPEN);
        ungil_handle_collect(made);
        Py_DECREF(made);
    }
}

UNGIL_CALL void ungil_handle_dealloc(PyObject *self) {
    ungil_handle *handle = (ungil_handle *)self;
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    if (handle->weak != NULL) {
        PyObject_ClearWeakRefs(self);
    }
    ungil_handle_collect(self);
    ungil_gate_gone(&handle->gate);
    Py_XDECREF(handle->dependents);
    PyObject_GC_Del(self);
    Py_DECREF((PyObject *)type);
}

/* There is no tp_clear: the finalizer, which comes first, has let go of everything. */
UNGIL_CALL int ungil_handle_traverse(PyObject *self, visitproc visit, void *arg) {
    ungil_handle *handle = (ungil_handle *)self;
    Py_VISIT((PyObject *)Py_TYPE(self));
    for (size_t i = 0; i < handle->keeps; i++) {
        Py_VISIT((PyObject *)handle->kept[i].parent);
        Py_VISIT(handle->kept[i].object);
        Py_VISIT(handle->kept[i].view.obj);
    }
    return 0;
}

UNGIL_CALL PyObject *ungil_handle_repr(PyObject *self) {
    ungil_handle *handle = (ungil_handle *)self;
    bool open = ungil_gate_look(&handle->gate) == UNGIL_GATE_OPEN;
    return PyUnicode_FromFormat("<%s%s at %p>", open ? "" : "closed ", handle->kind->name, self);
}

UNGIL_CALL PyObject *ungil_handle_close_method(PyObject *self, PyObject *unused) {
    (void)unused;
    return ungil_handle_close((ungil_handle *)self, false) < 0 ? NULL : Py_NewRef(Py_None);
}

UNGIL_CALL PyObject *ungil_handle_enter(PyObject *self, PyObject *unused) {
    static const ungil_signature enter = {"__enter__", &ungil_self, 0, 1, 1, NULL};
    (void)unused;
    if (ungil_gate_look(&((ungil_handle *)self)->gate) != UNGIL_GATE_OPEN) {
        ungil_shut(&enter, 0, UNGIL_SHUT);
        return NULL;
    }
    return Py_NewRef(self);
}

UNGIL_CALL PyObject *ungil_handle_exit(PyObject *self, PyObject *arguments) {
    (void)arguments;
    return ungil_handle_close((ungil_handle *)self, false) < 0 ? NULL : Py_NewRef(Py_None);
}

UNGIL_CALL PyObject *ungil_handle_reduce(PyObject *self, PyObject *unused) {
    (void)unused;
    PyErr_Format(PyExc_TypeError, "cannot pickle or copy a '%s': what it stands for lives in C",
                 ((ungil_handle *)self)->kind->name);
    return NULL;
}

#define UNGIL_HANDLE_METHODS                                                                       \
    {"close", ungil_handle_close_method, METH_NOARGS,                                              \
     "close($self)\n--\n\nFrees what the handle stands for, after the calls that use it.\n\n"      \
     "Handles that depend on this one are closed first. Closing twice is fine."},                  \
        {"__enter__", ungil_handle_enter, METH_NOARGS, "__enter__($self)\n--\n\n"},                \
        {"__exit__", ungil_handle_exit, METH_VARARGS,                                              \
         "__exit__($self, *exception)\n--\n\nCloses the handle."},                                 \
        {"__reduce__", ungil_handle_reduce, METH_NOARGS, "__reduce__($self)\n--\n\n"}, {           \
        NULL, NULL, 0, NULL                                                                        \
    }

/* Makes one class and adds it to the module. Returns 0, or -1 with an exception. */
UNGIL_COLD int ungil_add_handle(PyObject *module, const ungil_class *kind) {
    PyMemberDef members[] = {
        {"__weaklistoffset__", UNGIL_MEMBER_SIZE, offsetof(ungil_handle, weak),
         UNGIL_MEMBER_READONLY, NULL},
        {NULL, 0, 0, 0, NULL},
    };
    PyType_Slot slots[] = {
        {Py_tp_doc, (void *)(uintptr_t)kind->doc},
        {Py_tp_new, (void *)(uintptr_t)kind->construct},
        {Py_tp_methods, kind->methods},
        {Py_tp_members, members},
        {Py_tp_repr, (void *)(uintptr_t)ungil_handle_repr},
        {Py_tp_traverse, (void *)(uintptr_t)ungil_handle_traverse},
        {Py_tp_finalize, (void *)(uintptr_t)ungil_handle_collect},
        {Py_tp_dealloc, (void *)(uintptr_t)ungil_handle_dealloc},
        {0, NULL},
    };
    PyType_Spec spec = {kind->name, sizeof(ungil_handle), 0,
                        Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE, slots};
    ungil_state *state = ungil_state_of(module);
    if (state->postponed == NULL) {
        state->postponed = PyList_New(0);
    }
    ungil_lots_start();
    PyObject *type = ungil_made_type(PyType_FromModuleAndSpec(module, &spec, NULL));
    state->handles[kind->number] = type;
    return type == NULL || state->postponed == NULL
               ? -1
               : PyModule_AddType(module, (PyTypeObject *)type);
}

#endif
