/* nomemory.c: makes one allocation of Python's fail, for tests.
 *
 * call(n, function, args, kwargs) calls a function whose allocation number n (from 0) fails, once.
 * failed() tells whether the last such call came to it.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyMemAllocatorEx usual[2];
static Py_ssize_t left = -1; /* allocations before the one that fails; negative: it has */
static int has_failed;

static int fails(void) {
    return left >= 0 && left-- == 0;
}

static void *allocate(void *context, size_t size) {
    PyMemAllocatorEx *allocator = context;
    return fails() ? NULL : allocator->malloc(allocator->ctx, size);
}

static void *allocate_zeroed(void *context, size_t count, size_t size) {
    PyMemAllocatorEx *allocator = context;
    return fails() ? NULL : allocator->calloc(allocator->ctx, count, size);
}

static void *resize(void *context, void *memory, size_t size) {
    PyMemAllocatorEx *allocator = context;
    return fails() ? NULL : allocator->realloc(allocator->ctx, memory, size);
}

static void release(void *context, void *memory) {
    PyMemAllocatorEx *allocator = context;
    allocator->free(allocator->ctx, memory);
}

static const PyMemAllocatorDomain domains[2] = {PYMEM_DOMAIN_MEM, PYMEM_DOMAIN_OBJ};

#ifdef Py_GIL_DISABLED
enum { MORE_THAN_PYTHON_KEEPS = 100 };

/* Has Python keep only such freed lists, for the next ones, as had no array. PyList_New of 3.13t
 * (Objects/listobject.c, 3.13.5) frees the array of such a list a second time where it gets no
 * memory for a new one: call(n, "a b".split, (), {}) crashes, or never ends. */
static int forget_lists(void) {
    PyObject *lists[MORE_THAN_PYTHON_KEEPS] = {NULL};
    int failed = 0;
    for (int i = 0; i < MORE_THAN_PYTHON_KEEPS && !failed; i++) {
        failed = (lists[i] = PyList_New(0)) == NULL;
    }
    for (int i = 0; i < MORE_THAN_PYTHON_KEEPS; i++) {
        Py_XDECREF(lists[i]);
    }
    return failed ? -1 : 0;
}
#else
static int forget_lists(void) {
    return 0;
}
#endif

static PyObject *call(PyObject *module, PyObject *given) {
    (void)module;
    Py_ssize_t count;
    PyObject *callable, *args, *kwargs;
    if (!PyArg_ParseTuple(given, "nOO!O!", &count, &callable, &PyTuple_Type, &args, &PyDict_Type,
                          &kwargs) ||
        forget_lists() < 0) {
        return NULL;
    }
    for (int i = 0; i < 2; i++) {
        PyMemAllocatorEx hooked = {&usual[i], allocate, allocate_zeroed, resize, release};
        PyMem_GetAllocator(domains[i], &usual[i]);
        PyMem_SetAllocator(domains[i], &hooked);
    }
    left = count;
    PyObject *result = PyObject_Call(callable, args, kwargs);
    has_failed = left < 0;
    left = -1;
    for (int i = 0; i < 2; i++) {
        PyMem_SetAllocator(domains[i], &usual[i]);
    }
    return result;
}

static PyObject *failed(PyObject *module, PyObject *nothing) {
    (void)module, (void)nothing;
    return PyBool_FromLong(has_failed);
}

static PyMethodDef methods[] = {
    {"call", call, METH_VARARGS, NULL},
    {"failed", failed, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef module = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "nomemory",
    .m_size = -1,
    .m_methods = methods,
};

PyMODINIT_FUNC PyInit_nomemory(void) {
    PyObject *made = PyModule_Create(&module);
#ifdef Py_GIL_DISABLED
    if (made != NULL) {
        PyUnstable_Module_SetGIL(made, Py_MOD_GIL_NOT_USED);
    }
#endif
    return made;
}
