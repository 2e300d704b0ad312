/* The floor: what a careful author writes by hand for these three functions.
 *
 * METH_FASTCALL, the limited API of 3.11, every check that ungil makes (types, ranges,
 * dimensions, lengths, contiguity, alignment, writability), the lock held or released. Unlike
 * ungil's modules it keeps what it looks up in C statics, so it is not for sub-interpreters. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>

#include "kernels.h"

#if defined(__GNUC__)
#define LIKELY(x) __builtin_expect(!!(x), 1)
#define COLD __attribute__((cold, noinline))
#else
#define LIKELY(x) (x)
#define COLD
#endif

/* --- scalars ------------------------------------------------------------------------------ */

static COLD void refuse_integer(const char *function, const char *parameter) {
    if (!PyErr_Occurred()) {
        PyErr_Format(PyExc_OverflowError, "%s(): '%s' does not fit int32_t", function, parameter);
    }
}

static inline int
take_int32(PyObject *object, int32_t *value, const char *function, const char *parameter) {
    long given = PyLong_AsLong(object);
    if (LIKELY(given == (int32_t)given && (given != -1 || !PyErr_Occurred()))) {
        *value = (int32_t)given;
        return 0;
    }
    refuse_integer(function, parameter);
    return -1;
}

static inline int take_double(PyObject *object, double *value) {
    *value = PyFloat_AsDouble(object);
    return LIKELY(*value != -1.0 || !PyErr_Occurred()) ? 0 : -1;
}

static COLD PyObject *refuse_count(const char *function, Py_ssize_t wanted, Py_ssize_t given) {
    return PyErr_Format(PyExc_TypeError, "%s() takes %zd arguments (%zd given)", function, wanted,
                        given);
}

static PyObject *add_values(PyObject *a, PyObject *b) {
    int32_t first, second;
    if (take_int32(a, &first, "add", "a") < 0 || take_int32(b, &second, "add", "b") < 0) {
        return NULL;
    }
    return PyLong_FromLong(add(first, second));
}

static PyObject *call_add(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
    (void)module;
    if (!LIKELY(count == 2)) {
        return refuse_count("add", 2, count);
    }
    return add_values(arguments[0], arguments[1]);
}

static PyObject *names[2]; /* "a", "b", interned */

static COLD int position_of(PyObject *name) {
    for (int i = 0; i < 2; i++) {
        int order = PyUnicode_Compare(name, names[i]);
        if (order == 0 || PyErr_Occurred()) {
            return order == 0 ? i : -1;
        }
    }
    PyErr_Format(PyExc_TypeError, "add_keywords() has no parameter '%U'", name);
    return -1;
}

static PyObject *call_add_keywords(PyObject *module,
                                   PyObject *const *arguments,
                                   Py_ssize_t count,
                                   PyObject *keywords) {
    PyObject *values[2] = {NULL, NULL};
    Py_ssize_t named = keywords == NULL ? 0 : PyTuple_Size(keywords);
    (void)module;
    if (!LIKELY(count + named == 2)) {
        return refuse_count("add_keywords", 2, count + named);
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        values[i] = arguments[i];
    }
    for (Py_ssize_t i = 0; i < named; i++) {
        PyObject *name = PyTuple_GetItem(keywords, i);
        int position = name == names[0] ? 0 : name == names[1] ? 1 : position_of(name);
        if (position < 0) {
            return NULL;
        }
        if (values[position] != NULL) {
            return PyErr_Format(PyExc_TypeError, "add_keywords(): '%U' is given twice", name);
        }
        values[position] = arguments[count + i];
    }
    return add_values(values[0], values[1]);
}

static PyObject *call_multiply(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
    double a, b;
    (void)module;
    if (!LIKELY(count == 2)) {
        return refuse_count("multiply", 2, count);
    }
    if (take_double(arguments[0], &a) < 0 || take_double(arguments[1], &b) < 0) {
        return NULL;
    }
    return PyFloat_FromDouble(multiply(a, b));
}

/* --- arrays by the buffer protocol -------------------------------------------------------- */

static int export_int32(PyObject *object, Py_buffer *view, int writable, const char *parameter) {
    int flags = PyBUF_C_CONTIGUOUS | PyBUF_FORMAT | (writable ? PyBUF_WRITABLE : 0);
    if (PyObject_GetBuffer(object, view, flags) < 0) {
        return -1;
    }
    const char *format = view->format == NULL ? "B" : view->format;
    int of_int32 = view->itemsize == (Py_ssize_t)sizeof(int32_t) &&
                   (format[0] == 'i' || format[0] == 'l') && format[1] == '\0';
    if (of_int32 && view->ndim == 1 && (uintptr_t)view->buf % _Alignof(int32_t) == 0) {
        return 0;
    }
    PyErr_Format(of_int32 ? PyExc_ValueError : PyExc_TypeError,
                 "add_arrays(): '%s' must be an aligned one-dimensional array of int32", parameter);
    PyBuffer_Release(view);
    return -1;
}

static COLD PyObject *refuse_lengths(void) {
    PyErr_SetString(PyExc_ValueError, "add_arrays(): a, b and result differ in length");
    return NULL;
}

/* What is done once everything is checked. */
static inline void
run(const int32_t *a, const int32_t *b, int32_t *result, Py_ssize_t length, int release) {
    if (release) {
        PyThreadState *thread = PyEval_SaveThread();
        add_arrays(a, b, result, (size_t)length);
        PyEval_RestoreThread(thread);
    } else {
        add_arrays(a, b, result, (size_t)length);
    }
}

static PyObject *add_buffers(PyObject *const *arguments, int release) {
    Py_buffer a, b, result;
    PyObject *returned = NULL;
    if (export_int32(arguments[0], &a, 0, "a") < 0) {
        return NULL;
    }
    if (export_int32(arguments[1], &b, 0, "b") < 0) {
        goto release_a;
    }
    if (export_int32(arguments[2], &result, 1, "result") < 0) {
        goto release_b;
    }
    if (LIKELY(a.len == b.len && a.len == result.len)) {
        run(a.buf, b.buf, result.buf, a.len / (Py_ssize_t)sizeof(int32_t), release);
        returned = Py_NewRef(arguments[2]);
    } else {
        refuse_lengths();
    }
    PyBuffer_Release(&result);
release_b:
    PyBuffer_Release(&b);
release_a:
    PyBuffer_Release(&a);
    return returned;
}

/* --- NumPy's arrays, read in place: the part of their layout that is NumPy's stable ABI --- */

typedef struct {
    PyObject base;
    PyTypeObject *scalar_type;
    char kind, letter, byteorder, flags;
    int number;
} numpy_dtype;

typedef struct {
    PyObject head;
    void *data;
    int dimensions;
    Py_ssize_t *shape, *strides;
    PyObject *base;
    numpy_dtype *dtype;
    int flags;
} numpy_array;

enum { NUMPY_INT = 5, NUMPY_CONTIGUOUS = 0x1, NUMPY_ALIGNED = 0x100, NUMPY_WRITEABLE = 0x400 };

static PyTypeObject *numpy_array_type; /* NULL until NumPy is seen; it is never imported here */

static COLD void look_for_numpy(void) {
    PyObject *numpy = PyDict_GetItemString(PyImport_GetModuleDict(), "numpy");
    if (numpy != NULL) {
        numpy_array_type = (PyTypeObject *)PyObject_GetAttrString(numpy, "ndarray");
        PyErr_Clear();
    }
}

static inline int is_int32(PyObject *object, int flags) {
    const numpy_array *array = (const numpy_array *)object;
    return array->dtype->number == NUMPY_INT && array->dtype->byteorder != '>' &&
           array->dimensions == 1 && (array->flags & flags) == flags;
}

static inline PyObject *sum_arrays(PyObject *const *arguments, Py_ssize_t count, int release) {
    if (!LIKELY(count == 3)) {
        return refuse_count("add_arrays", 3, count);
    }
    if (!LIKELY(numpy_array_type != NULL)) {
        look_for_numpy();
    }
    const PyTypeObject *type = numpy_array_type;
    if (Py_TYPE(arguments[0]) != type || Py_TYPE(arguments[1]) != type ||
        Py_TYPE(arguments[2]) != type ||
        !is_int32(arguments[0], NUMPY_CONTIGUOUS | NUMPY_ALIGNED) ||
        !is_int32(arguments[1], NUMPY_CONTIGUOUS | NUMPY_ALIGNED) ||
        !is_int32(arguments[2], NUMPY_CONTIGUOUS | NUMPY_ALIGNED | NUMPY_WRITEABLE)) {
        return add_buffers(arguments, release);
    }
    const numpy_array *a = (const numpy_array *)arguments[0];
    const numpy_array *b = (const numpy_array *)arguments[1];
    const numpy_array *result = (const numpy_array *)arguments[2];
    if (!LIKELY(a->shape[0] == b->shape[0] && a->shape[0] == result->shape[0])) {
        return refuse_lengths();
    }
    run(a->data, b->data, result->data, a->shape[0], release);
    return Py_NewRef(arguments[2]);
}

static PyObject *call_add_arrays(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
    (void)module;
    return sum_arrays(arguments, count, 0);
}

static PyObject *
call_add_arrays_released(PyObject *module, PyObject *const *arguments, Py_ssize_t count) {
    (void)module;
    return sum_arrays(arguments, count, 1);
}

/* --- module ------------------------------------------------------------------------------- */

#define FAST(function) (PyCFunction)(void (*)(void))(function)

static PyMethodDef methods[] = {
    {"add", FAST(call_add), METH_FASTCALL, NULL},
    {"add_keywords", FAST(call_add_keywords), METH_FASTCALL | METH_KEYWORDS, NULL},
    {"multiply", FAST(call_multiply), METH_FASTCALL, NULL},
    {"add_arrays", FAST(call_add_arrays), METH_FASTCALL, NULL},
    {"add_arrays_released", FAST(call_add_arrays_released), METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "floor_kernels", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_floor_kernels(void) {
    names[0] = PyUnicode_InternFromString("a");
    names[1] = PyUnicode_InternFromString("b");
    if (names[0] == NULL || names[1] == NULL) {
        return NULL;
    }
    PyObject *module = PyModule_Create(&definition);
#ifdef Py_GIL_DISABLED
    if (module != NULL) {
        PyUnstable_Module_SetGIL(module, Py_MOD_GIL_NOT_USED);
    }
#endif
    return module;
}
