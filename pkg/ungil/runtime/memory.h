/* memory.h: output arrays that the caller left out.
 *
 * Always zeroed. `bytes` for SIZED_BY, NumPy's where an array argument was NumPy's, array.array
 * for one dimension, else a memoryview of the shape over a block of the module's own. Complex
 * numbers, of which a memoryview reads nothing, are NumPy's wherever it is imported.
 */
#ifndef UNGIL_MEMORY_H
#define UNGIL_MEMORY_H

#include "array.h"
#include "exact.h"

/* The letter of the struct module for an element. */
UNGIL_COLD const char *ungil_letter(const ungil_parameter *parameter) {
    static const char *const letters[][4] = {
        {"b", "h", "i", "q"}, {"B", "H", "I", "Q"}, {"", "e", "f", "d"}, {"?", "", "", ""}};
    int log = ungil_dtype_index(0, parameter->size);
    if (parameter->kind == UNGIL_COMPLEX) {
        return parameter->size == 2 * sizeof(float) ? "Zf" : "Zd";
    }
    if (parameter->kind > UNGIL_BOOLEAN) {
        return parameter->kind == UNGIL_RAW ? "B" : "b";
    }
    return letters[parameter->kind][log];
}

/* --- a block: zeroed memory with a shape, seen through memoryview only --- */

/* Set before anybody else sees it, and only read then; the elements are the caller's. */
typedef struct {
    PyObject base;
    void *memory; /* what is freed; the elements lie in it, aligned */
    char *data;
    const char *format;
    Py_ssize_t itemsize;
    bool readonly;
    int ndim;
    Py_ssize_t shape[UNGIL_MAX_NDIM];
    Py_ssize_t strides[UNGIL_MAX_NDIM];
} ungil_block;

UNGIL_COLD int ungil_block_getbuffer(PyObject *self, Py_buffer *view, int flags) {
    ungil_block *block = (ungil_block *)self;
    if (block->readonly && (flags & PyBUF_WRITABLE) != 0) {
        view->obj = NULL;
        PyErr_SetString(PyExc_BufferError, "this array is read-only");
        return -1;
    }
    view->buf = block->data;
    view->obj = Py_NewRef(self);
    view->itemsize = block->itemsize;
    view->len = block->itemsize;
    for (int i = 0; i < block->ndim; i++) {
        view->len *= block->shape[i];
    }
    view->readonly = block->readonly;
    view->ndim = block->ndim;
    view->format = (flags & PyBUF_FORMAT) != 0 ? (char *)(uintptr_t)block->format : NULL;
    view->shape = (flags & PyBUF_ND) != 0 ? block->shape : NULL;
    view->strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? block->strides : NULL;
    view->suboffsets = NULL;
    view->internal = NULL;
    return 0;
}

UNGIL_COLD void ungil_block_dealloc(PyObject *self) {
    PyTypeObject *type = Py_TYPE(self);
    PyMem_Free(((ungil_block *)self)->memory);
    PyObject_Free(self);
    Py_DECREF(type);
}

/* The type of blocks, made for the first; NULL with an exception. */
UNGIL_COLD PyObject *ungil_block_type(ungil_state *state) {
    static PyType_Slot slots[] = {
        {Py_bf_getbuffer, (void *)(uintptr_t)ungil_block_getbuffer},
        {Py_tp_dealloc, (void *)(uintptr_t)ungil_block_dealloc},
        {0, NULL},
    };
    static PyType_Spec spec = {"ungil.block", sizeof(ungil_block), 0,
                               Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, slots};
    PyObject *type = ungil_once_get(&state->block);
    return type != NULL ? type
                        : ungil_once_set(&state->block, ungil_made_type(PyType_FromSpec(&spec)));
}

/* A block whose format is a constant of the program, or, where it takes `room` bytes, is copied
 * behind the elements. `align`: a power of two, of the elements. */
UNGIL_COLD PyObject *ungil_new_block(ungil_state *state,
                                     const ungil_parameter *parameter,
                                     ungil_array *array,
                                     Py_ssize_t length,
                                     const char *format,
                                     size_t room,
                                     size_t align) {
    PyObject *type = ungil_block_type(state);
    if (type == NULL) {
        return NULL;
    }
    const size_t size = (size_t)length * parameter->size;
    const size_t slack = align > _Alignof(max_align_t) ? align - 1 : 0;
    void *memory = PyMem_Calloc(size + room + slack > 0 ? size + room + slack : 1, 1);
    ungil_block *block = memory == NULL ? (ungil_block *)PyErr_NoMemory()
                                        : PyObject_New(ungil_block, (PyTypeObject *)type);
    if (block == NULL) {
        PyMem_Free(memory);
        return NULL;
    }
    char *data = (char *)memory + (slack & (0 - (uintptr_t)memory));
    block->memory = memory;
    block->data = data;
    block->format = room > 0 ? memcpy(data + size, format, room) : format;
    block->itemsize = parameter->size;
    block->readonly = false;
    block->ndim = array->ndim;
    Py_ssize_t stride = parameter->size;
    for (int i = array->ndim - 1; i >= 0; i--) {
        block->shape[i] = array->shape[i];
        block->strides[i] = stride;
        stride = (Py_ssize_t)((size_t)stride * (size_t)array->shape[i]);
    }
    array->data = data;
    return (PyObject *)block;
}

/* --- NumPy's, array.array, bytes --- */

/* Whether numpy.zeros, which anybody can replace, gave what C may write to. */
UNGIL_COLD bool ungil_is_as_asked(const ungil_state *state,
                                  const ungil_ndarray *made,
                                  PyObject *dtype,
                                  const ungil_array *array) {
    const int need = UNGIL_NDARRAY_C_CONTIGUOUS | UNGIL_NDARRAY_WRITEABLE;
    if (!ungil_once_is(&state->ndarray, Py_TYPE((PyObject *)(uintptr_t)made)) ||
        made->dtype != dtype || (made->flags & need) != need || made->ndim != array->ndim) {
        return false;
    }
    for (int i = 0; i < array->ndim; i++) {
        if (made->shape[i] != array->shape[i]) {
            return false;
        }
    }
    return true;
}

UNGIL_COLD PyObject *ungil_new_zeros(ungil_state *state, PyObject *dtype, ungil_array *array) {
    PyObject *shape = PyTuple_New(array->ndim);
    PyObject *made = NULL;
    for (int i = 0; shape != NULL && i < array->ndim; i++) {
        PyObject *length = PyLong_FromSsize_t(array->shape[i]);
        if (length == NULL || PyTuple_SetItem(shape, i, length) < 0) {
            Py_CLEAR(shape);
        }
    }
    if (shape != NULL) {
        made = PyObject_CallFunctionObjArgs(ungil_once_get(&state->zeros), shape, dtype, NULL);
        Py_DECREF(shape);
    }
    if (made != NULL && !ungil_is_as_asked(state, (const ungil_ndarray *)made, dtype, array)) {
        PyErr_SetString(PyExc_TypeError, "numpy.zeros() gave another array than asked for");
        Py_CLEAR(made);
    }
    if (made != NULL) {
        array->data = ((ungil_ndarray *)made)->data;
    }
    return made;
}

UNGIL_COLD PyObject *
ungil_new_ndarray(ungil_state *state, const ungil_parameter *parameter, ungil_array *array) {
    unsigned kind = parameter->kind > UNGIL_COMPLEX ? UNGIL_SIGNED : parameter->kind;
    int index = ungil_dtype_index(kind, parameter->size);
    return ungil_new_zeros(state, ungil_once_get(&state->dtypes[index]), array);
}

/* NumPy's array over the memory of a block, which it does not own: nothing can resize it. */
UNGIL_COLD PyObject *
ungil_ndarray_over(ungil_state *state, PyObject *dtype, const ungil_array *array, PyObject *block) {
    PyObject *ndarray = ungil_once_get(&state->ndarray);
    PyObject *shape = PyTuple_New(array->ndim), *made = NULL;
    for (int i = 0; shape != NULL && i < array->ndim; i++) {
        PyObject *length = PyLong_FromSsize_t(array->shape[i]);
        if (length == NULL || PyTuple_SetItem(shape, i, length) < 0) {
            Py_CLEAR(shape);
        }
    }
    if (shape != NULL) {
        made = PyObject_CallFunctionObjArgs(ndarray, shape, dtype, block, NULL);
        Py_DECREF(shape);
    }
    return made;
}

/* array.array, borrowed; NULL with an exception. */
UNGIL_COLD PyObject *ungil_array_type(ungil_state *state) {
    PyObject *type = ungil_once_get(&state->array);
    if (type == NULL) {
        PyObject *module = PyImport_ImportModule("array");
        type = module == NULL ? NULL : PyObject_GetAttrString(module, "array");
        Py_XDECREF(module);
        type = ungil_once_set(&state->array, type);
    }
    return type;
}

UNGIL_COLD PyObject *ungil_new_array_array(ungil_state *state,
                                           const ungil_parameter *parameter,
                                           ungil_array *array,
                                           Py_ssize_t length) {
    PyObject *type = ungil_array_type(state);
    PyObject *one =
        type == NULL ? NULL : PyObject_CallFunction(type, "s(i)", ungil_letter(parameter), 0);
    PyObject *made = one == NULL ? NULL : PySequence_Repeat(one, length);
    Py_XDECREF(one);
    if (made != NULL) {
        if (PyObject_GetBuffer(made, &array->view, PyBUF_WRITABLE) < 0) {
            Py_CLEAR(made);
        } else {
            array->exported = true;
            array->data = array->view.len == 0 ? &ungil_nothing : array->view.buf;
        }
        if (made != NULL && array->view.len != length * parameter->size) {
            PyErr_SetString(PyExc_TypeError, "array.array() gave another array than asked for");
            Py_CLEAR(made);
        }
    }
    return made;
}

UNGIL_COLD PyObject *ungil_new_bytes(ungil_array *array, Py_ssize_t length) {
    if (length > PY_SSIZE_T_MAX - 64) {
        return PyErr_NoMemory();
    }
    PyObject *made = PyBytes_FromStringAndSize(NULL, length);
    if (made != NULL) {
        array->data = length == 0 ? (void *)&ungil_nothing : PyBytes_AsString(made);
        memset(array->data, 0, (size_t)length);
    }
    return made;
}

/* How many elements a shape has, all of which some memory could hold: 0, or -1 with a ValueError.
 */
UNGIL_COLD int ungil_memory_length(const ungil_signature *function,
                                   int index,
                                   const ungil_array *array,
                                   Py_ssize_t *elements) {
    const ungil_parameter *parameter = &function->parameters[index];
    ungil_exact length = ungil_whole(1), size;
    for (int i = 0; i < array->ndim; i++) {
        length = ungil_multiply(length, ungil_whole(array->shape[i]));
    }
    size = ungil_multiply(length, ungil_whole(parameter->size));
    if (size.fault != UNGIL_FINE || size.value > PY_SSIZE_T_MAX) {
        return ungil_complain(PyExc_ValueError, function, "'%s' would be too large to allocate",
                              parameter->name);
    }
    *elements = (Py_ssize_t)length.value;
    return 0;
}

/* Whether what is not NumPy's is a block: array.array has one dimension, and not all types. */
UNGIL_COLD bool ungil_is_block(const ungil_parameter *parameter, const ungil_array *array) {
    return array->ndim > 1 || parameter->kind == UNGIL_BOOLEAN ||
           parameter->kind == UNGIL_COMPLEX || parameter->kind == UNGIL_STRUCT;
}

/* Allocates what the caller left out. `array->ndim` and `array->shape` are set. Returns the
 * object that owns the memory, or NULL with an exception. */
UNGIL_COLD PyObject *ungil_allocate(
    PyObject *module, const ungil_signature *function, int index, ungil_array *array, bool numpy) {
    const ungil_parameter *parameter = &function->parameters[index];
    ungil_state *state = ungil_state_of(module);
    Py_ssize_t length = 0;
    if (ungil_memory_length(function, index, array, &length) < 0) {
        return NULL;
    }
    array->numpy = numpy || (parameter->kind == UNGIL_COMPLEX && ungil_has_numpy(state));
    if ((parameter->flags & UNGIL_ANY_BYTES) != 0) {
        return ungil_new_bytes(array, length);
    }
    if (array->numpy) {
        return ungil_new_ndarray(state, parameter, array);
    }
    if (ungil_is_block(parameter, array)) {
        return ungil_new_block(state, parameter, array, length, ungil_letter(parameter), 0, 1);
    }
    return ungil_new_array_array(state, parameter, array, length);
}

/* --- giving it back --- */

UNGIL_COLD PyObject *
ungil_cut_ndarray(PyObject *owner, const ungil_array *array, Py_ssize_t length) {
    if (((const ungil_ndarray *)owner)->owner != NULL) { /* over a block */
        PyObject *part = PySequence_GetSlice(owner, 0, length);
        Py_DECREF(owner);
        return part;
    }
    PyObject *shape = PyTuple_New(array->ndim);
    PyObject *resize = PyObject_GetAttrString(owner, "resize");
    PyObject *options = Py_BuildValue("{s:i}", "refcheck", 0);
    for (int i = 0; shape != NULL && i < array->ndim && i < UNGIL_MAX_NDIM; i++) {
        PyObject *extent = PyLong_FromSsize_t(i == 0 ? length : array->shape[i]);
        if (extent == NULL || PyTuple_SetItem(shape, i, extent) < 0) {
            Py_CLEAR(shape);
        }
    }
    PyObject *arguments = shape == NULL ? NULL : PyTuple_Pack(1, shape);
    PyObject *done = NULL;
    if (arguments != NULL && resize != NULL && options != NULL) {
        done = PyObject_Call(resize, arguments, options); /* nobody else has seen the array */
    }
    Py_XDECREF(arguments);
    Py_XDECREF(shape);
    Py_XDECREF(resize);
    Py_XDECREF(options);
    if (done == NULL) {
        Py_DECREF(owner);
        return NULL;
    }
    Py_DECREF(done);
    return owner;
}

UNGIL_COLD PyObject *ungil_cut_bytes(PyObject *owner, Py_ssize_t length) {
    PyObject *cut = PyBytes_FromStringAndSize(PyBytes_AsString(owner), length);
    Py_DECREF(owner);
    return cut;
}

/* What the caller gets of memory that ungil allocated: `length` (of the outermost dimension) of
 * it. Takes over the reference to `owner`; NULL with an exception. */
UNGIL_COLD PyObject *ungil_give(const ungil_signature *function,
                                int index,
                                PyObject *owner,
                                ungil_array *array,
                                Py_ssize_t length) {
    const ungil_parameter *parameter = &function->parameters[index];
    bool cut = length != array->shape[0];
    ungil_let_go(array);
    if ((parameter->flags & UNGIL_ANY_BYTES) != 0) {
        return cut ? ungil_cut_bytes(owner, length) : owner;
    }
    if (array->numpy) {
        return cut ? ungil_cut_ndarray(owner, array, length) : owner;
    }
    if (ungil_is_block(parameter, array)) {
        ((ungil_block *)owner)->shape[0] = length;
        PyObject *view = PyMemoryView_FromObject(owner);
        Py_DECREF(owner);
        return view;
    }
    if (cut && PySequence_DelSlice(owner, length, array->shape[0]) < 0) {
        Py_CLEAR(owner);
    }
    return owner;
}

/* Checks what C says it has written: 0, or -1 with a RuntimeError. */
UNGIL_FAST int ungil_check_written(const ungil_signature *function,
                                   int index,
                                   const ungil_array *array,
                                   const char *expression,
                                   ungil_exact written,
                                   Py_ssize_t *length) {
    if (UNGIL_LIKELY(written.fault == UNGIL_FINE && written.value >= 0 &&
                     written.value <= array->shape[0])) {
        *length = (Py_ssize_t)written.value;
        return 0;
    }
    PyObject *text = ungil_exact_text(written.value);
    if (text != NULL) {
        ungil_complain(PyExc_RuntimeError, function,
                       "C says it has written %U (%s) of '%s', which has room for %zd", text,
                       expression, function->parameters[index].name, array->shape[0]);
        Py_DECREF(text);
    }
    return -1;
}

/* Copies what C returned to memory that was made for it, and gives that. Takes over the reference
 * to `owner`; NULL with an exception. */
UNGIL_COLD PyObject *ungil_copy_into(const ungil_signature *function,
                                     int index,
                                     PyObject *owner,
                                     ungil_array *array,
                                     const void *source) {
    size_t size = (size_t)ungil_length(array) * function->parameters[index].size;
    if (size > 0) {
        memcpy(array->data, source, size);
    }
    return ungil_give(function, index, owner, array, array->shape[0]);
}

/* A copy of an array that C returned, whose shape is set in `array`; NULL with an exception. */
UNGIL_COLD PyObject *ungil_copy(PyObject *module,
                                const ungil_signature *function,
                                int index,
                                ungil_array *array,
                                bool numpy,
                                const void *source) {
    PyObject *owner = ungil_allocate(module, function, index, array, numpy);
    return owner == NULL ? NULL : ungil_copy_into(function, index, owner, array, source);
}

#endif
