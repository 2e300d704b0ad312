/* exporter.c: a buffer of any format, shape and strides, for tests.
 *
 * Exporter(memory, format, itemsize, shape, strides=None, suboffsets=None, hook=None, length=None):
 * exports the memory of `memory` as told, as far as the request allows; `hook(exporter)` is called
 * first and may raise; `length` is what it says in the place of the shape's bytes. `exports` counts
 * the exports that live.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

enum { MAX_NDIM = 65 };

typedef struct {
    PyObject_HEAD PyObject *format;
    PyObject *hook;
    Py_buffer memory;
    Py_ssize_t itemsize;
    int ndim;
    int strided;
    int indirect;
    PyObject *length;
    Py_ssize_t exports;
    Py_ssize_t shape[MAX_NDIM];
    Py_ssize_t strides[MAX_NDIM];
    Py_ssize_t suboffsets[MAX_NDIM];
} Exporter;

static int read_tuple(PyObject *tuple, int ndim, Py_ssize_t *values) {
    if (!PyTuple_Check(tuple) || PyTuple_GET_SIZE(tuple) != ndim) {
        PyErr_SetString(PyExc_ValueError, "one value a dimension");
        return -1;
    }
    for (int i = 0; i < ndim; i++) {
        values[i] = PyLong_AsSsize_t(PyTuple_GET_ITEM(tuple, i));
        if (values[i] == -1 && PyErr_Occurred()) {
            return -1;
        }
    }
    return 0;
}

static int init(PyObject *object, PyObject *args, PyObject *kwargs) {
    static char *names[] = {"memory",     "format", "itemsize", "shape", "strides",
                            "suboffsets", "hook",   "length",   NULL};
    Exporter *self = (Exporter *)object;
    PyObject *memory, *format, *shape, *strides = Py_None, *suboffsets = Py_None, *hook = Py_None;
    PyObject *length = Py_None;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "OOnO!|OOOO", names, &memory, &format,
                                     &self->itemsize, &PyTuple_Type, &shape, &strides, &suboffsets,
                                     &hook, &length)) {
        return -1;
    }
    self->ndim = (int)PyTuple_GET_SIZE(shape);
    self->strided = strides != Py_None;
    self->indirect = suboffsets != Py_None;
    if (self->ndim > MAX_NDIM || read_tuple(shape, self->ndim, self->shape) < 0 ||
        (self->strided && read_tuple(strides, self->ndim, self->strides) < 0) ||
        (self->indirect && read_tuple(suboffsets, self->ndim, self->suboffsets) < 0)) {
        return -1;
    }
    if (!self->strided) {
        Py_ssize_t stride = self->itemsize;
        for (int i = self->ndim - 1; i >= 0; i--) {
            self->strides[i] = stride;
            stride = (Py_ssize_t)((size_t)stride * (size_t)self->shape[i]);
        }
    }
    self->format = Py_NewRef(format);
    self->hook = Py_NewRef(hook);
    self->length = Py_NewRef(length);
    return PyObject_GetBuffer(memory, &self->memory, PyBUF_SIMPLE);
}

static int traverse(PyObject *object, visitproc visit, void *arg) {
    Exporter *self = (Exporter *)object;
    Py_VISIT(self->format);
    Py_VISIT(self->hook);
    Py_VISIT(self->length);
    Py_VISIT(self->memory.obj);
    return 0;
}

static int clear(PyObject *object) {
    Exporter *self = (Exporter *)object;
    Py_CLEAR(self->format);
    Py_CLEAR(self->hook);
    Py_CLEAR(self->length);
    PyBuffer_Release(&self->memory);
    return 0;
}

static void dealloc(PyObject *object) {
    PyObject_GC_UnTrack(object);
    clear(object);
    Py_TYPE(object)->tp_free(object);
}

static int export(PyObject *object, Py_buffer *view, int flags) {
    Exporter *self = (Exporter *)object;
    view->obj = NULL;
    if (self->hook != Py_None) {
        PyObject *done = PyObject_CallFunctionObjArgs(self->hook, object, NULL);
        if (done == NULL) {
            return -1;
        }
        Py_DECREF(done);
    }
    if ((self->strided && (flags & PyBUF_STRIDES) != PyBUF_STRIDES) ||
        (self->indirect && (flags & PyBUF_INDIRECT) != PyBUF_INDIRECT)) {
        PyErr_SetString(PyExc_BufferError, "the memory is not contiguous");
        return -1;
    }
    view->buf = self->memory.buf;
    view->itemsize = self->itemsize;
    view->len = self->itemsize;
    for (int i = 0; i < self->ndim; i++) {
        view->len = (Py_ssize_t)((size_t)view->len * (size_t)self->shape[i]);
    }
    if (self->length != Py_None) {
        view->len = PyLong_AsSsize_t(self->length);
    }
    view->readonly = 0;
    view->ndim = self->ndim;
    view->format = NULL;
    if (self->format != Py_None && (flags & PyBUF_FORMAT) != 0) {
        view->format = (char *)(void *)PyUnicode_AsUTF8(self->format);
    }
    view->shape = (flags & PyBUF_ND) != 0 ? self->shape : NULL;
    view->strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? self->strides : NULL;
    view->suboffsets = self->indirect ? self->suboffsets : NULL;
    view->internal = NULL;
    view->obj = Py_NewRef(object);
    self->exports++;
    return 0;
}

static void release(PyObject *object, Py_buffer *view) {
    (void)view;
    ((Exporter *)object)->exports--;
}

static PyBufferProcs buffer = {export, release};

static PyMemberDef members[] = {
    {"exports", T_PYSSIZET, offsetof(Exporter, exports), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyTypeObject type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "exporter.Exporter",
    .tp_basicsize = sizeof(Exporter),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_init = init,
    .tp_new = PyType_GenericNew,
    .tp_dealloc = dealloc,
    .tp_traverse = traverse,
    .tp_clear = clear,
    .tp_members = members,
    .tp_as_buffer = &buffer,
};

static PyModuleDef module = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "exporter",
    .m_size = -1,
};

PyMODINIT_FUNC PyInit_exporter(void) {
    PyObject *made = PyModule_Create(&module);
    if (made == NULL || PyModule_AddType(made, &type) < 0) {
        Py_XDECREF(made);
        return NULL;
    }
#ifdef Py_GIL_DISABLED
    PyUnstable_Module_SetGIL(made, Py_MOD_GIL_NOT_USED);
#endif
    return made;
}
