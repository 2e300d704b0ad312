#include "names.h"

/* int to_int(int self, int int_, int None) UNGIL_NAME(int)
 * names.h:11 */
static const ungil_parameter ungil_parameters_to_int[] = {
    {"self", "int", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"int_", "int", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"None_", "int", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_to_int =
    {"int", ungil_parameters_to_int, 0, 3, 3, NULL};

static PyObject *ungil_call_to_int(PyObject *module,
                                   PyObject *const *args,
                                   Py_ssize_t nargs,
                                   PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_to_int;
    PyObject *slots[3];
    uint64_t bits = 0;
    int c_self = 0;
    int c_int_ = 0;
    int c_None = 0;
    int c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 0, given[0], int, c_self, bits) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 1, given[1], int, c_int_, bits) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 2, given[2], int, c_None, bits) < 0) {
        return NULL;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = to_int(c_self, c_int_, c_None);
    PyEval_RestoreThread(thread);
    return UNGIL_FROM_INTEGER(int, c_return);
}


/* double to_float(double pass, double x) UNGIL_NAME(float)
 * names.h:13 */
static const ungil_parameter ungil_parameters_to_float[] = {
    {"pass_", "double", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"x", "double", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_to_float =
    {"float", ungil_parameters_to_float, 3, 2, 2, NULL};

static PyObject *ungil_call_to_float(PyObject *module,
                                     PyObject *const *args,
                                     Py_ssize_t nargs,
                                     PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_to_float;
    PyObject *slots[2];
    double c_pass = 0;
    double c_x = 0;
    double c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (ungil_to_double(function, 0, given[0], &c_pass) < 0) {
        return NULL;
    }
    if (ungil_to_double(function, 1, given[1], &c_x) < 0) {
        return NULL;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = to_float(c_pass, c_x);
    PyEval_RestoreThread(thread);
    return PyFloat_FromDouble(c_return);
}


/* void get_buffer(const int *UNGIL_COUNTED_BY(n) in, int *UNGIL_OUT UNGIL_COUNTED_BY(n) bytes, size_t n) UNGIL_NAME(Any)
 * names.h:15 */
static const ungil_parameter ungil_parameters_get_buffer[] = {
    {"in_", "int", UNGIL_REQUIRED, UNGIL_INTEGER_KIND(int), 1, _Alignof(int), sizeof(int)},
    {"bytes", "int", UNGIL_WRITABLE | UNGIL_OPTIONAL, UNGIL_INTEGER_KIND(int), 1, _Alignof(int), sizeof(int)},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_get_buffer =
    {"Any", ungil_parameters_get_buffer, 5, 2, 3, NULL};

static PyObject *ungil_call_get_buffer(PyObject *module,
                                       PyObject *const *args,
                                       Py_ssize_t nargs,
                                       PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_get_buffer;
    PyObject *slots[3];
    uint64_t bits = 0;
    size_t c_n = 0;
    ungil_array array_in;
    ungil_array array_bytes;
    PyObject *made_bytes = NULL;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_n = given == slots ? slots[2] : NULL;
    array_in.exported = false;
    UNGIL_NO_ARRAY(array_bytes);
    if (given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 2, given_n, size_t, c_n, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_take_array(state, function, 0, given[0], &array_in) < 0) {
        goto done;
    }
    if (given[1] != NULL && given[1] != Py_None &&
        ungil_take_array(state, function, 1, given[1], &array_bytes) < 0) {
        goto done;
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (given_n != NULL &&
        ungil_count_passed(function, 2, &count_n, UNGIL_EXACT(c_n), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 0, &array_in, 0, false) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 1, &array_bytes, 0, false) < 0) {
        goto done;
    }
    if (given_n == NULL) {
        if (UNGIL_SET_COUNT(function, 2, count_n, size_t, c_n) < 0) {
            goto done;
        }
    }
    if (given[1] == NULL || given[1] == Py_None) {
        array_bytes.ndim = 1;
        if (ungil_size(function, "n", UNGIL_EXACT(c_n), &array_bytes.shape[0]) < 0) {
            goto done;
        }
        made_bytes = ungil_allocate(module, function, 1, &array_bytes, array_in.numpy || array_bytes.numpy);
        if (made_bytes == NULL) {
            goto done;
        }
    }
    if (UNGIL_UNLIKELY(array_in.exported | array_bytes.exported | (made_bytes != NULL)) && (array_in.numpy | array_bytes.numpy)) {
        if (ungil_stay(function, 0, given[0], &array_in) < 0) {
            goto done;
        }
        if (made_bytes == NULL && ungil_stay(function, 1, given[1], &array_bytes) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    Py_XINCREF(given[1]);
    thread = PyEval_SaveThread();
    get_buffer(array_in.data, array_bytes.data, c_n);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    Py_XDECREF(given[1]);
    if (made_bytes == NULL) {
        returned = Py_NewRef(given[1]);
    } else {
        returned = ungil_give(function, 1, made_bytes, &array_bytes, array_bytes.shape[0]);
        made_bytes = NULL;
    }
done:
    ungil_let_go(&array_in);
    ungil_let_go(&array_bytes);
    Py_XDECREF(made_bytes);
    return returned;
}


/* int _T1(int args, int module, int function) UNGIL_HOLD
 * names.h:18 */
static const ungil_parameter ungil_parameters__T1[] = {
    {"args", "int", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"module", "int", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"function", "int", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature__T1 =
    {"_T1", ungil_parameters__T1, 8, 3, 3, NULL};

static PyObject *ungil_call__T1(PyObject *module,
                                PyObject *const *args,
                                Py_ssize_t nargs,
                                PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature__T1;
    PyObject *slots[3];
    uint64_t bits = 0;
    int c_args = 0;
    int c_module = 0;
    int c_function = 0;
    int c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 0, given[0], int, c_args, bits) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 1, given[1], int, c_module, bits) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 2, given[2], int, c_function, bits) < 0) {
        return NULL;
    }
    c_return = _T1(c_args, c_module, c_function);
    return UNGIL_FROM_INTEGER(int, c_return);
}


static PyMethodDef ungil_methods[] = {
    {"int",
     (PyCFunction)(void (*)(void))ungil_call_to_int,
     METH_FASTCALL | METH_KEYWORDS,
    "int($module, self, int_, None_)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "self : int\n"
    "int_ : int\n"
    "None_ : int\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int\n"
    "\n"
    "int to_int(int self, int int_, int None) UNGIL_NAME(int)"},
    {"float",
     (PyCFunction)(void (*)(void))ungil_call_to_float,
     METH_FASTCALL | METH_KEYWORDS,
    "float($module, pass_, x)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "pass_ : float (double)\n"
    "x : float (double)\n"
    "\n"
    "Returns\n"
    "-------\n"
    "float (double)\n"
    "\n"
    "double to_float(double pass, double x) UNGIL_NAME(float)"},
    {"Any",
     (PyCFunction)(void (*)(void))ungil_call_get_buffer,
     METH_FASTCALL | METH_KEYWORDS,
    "Any($module, in_, bytes=None, *, n=...)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "in_ : array of int, length n\n"
    "bytes : array of int, length n, optional\n"
    "    Allocated when left out.\n"
    "n : int (size_t), optional\n"
    "    Inferred from in_ and bytes.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "bytes : array of int, length n\n"
    "    The one given, else a new one.\n"
    "\n"
    "void get_buffer(const int *UNGIL_COUNTED_BY(n) in, int *UNGIL_OUT UNGIL_COUNTED_BY(n) bytes, size_t n) UNGIL_NAME(Any)"},
    {"_T1",
     (PyCFunction)(void (*)(void))ungil_call__T1,
     METH_FASTCALL | METH_KEYWORDS,
    "_T1($module, args, module, function)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "args : int\n"
    "module : int\n"
    "function : int\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int\n"
    "\n"
    "int _T1(int args, int module, int function) UNGIL_HOLD"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    if (ungil_add_constant(ungil_self, "overload", UNGIL_CONSTANT_VALUE(overload)) < 0) {
        return -1;
    }
    return 0;
}

