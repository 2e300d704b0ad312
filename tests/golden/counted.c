#include "counted.h"

/* void add_arrays(const int32_t *UNGIL_COUNTED_BY(n) a, const int32_t *UNGIL_COUNTED_BY(n) b, int32_t *UNGIL_OUT UNGIL_COUNTED_BY(n) result, size_t n)
 * counted.h:15 */
static const ungil_parameter ungil_parameters_add_arrays[] = {
    {"a", "int32_t", UNGIL_REQUIRED, UNGIL_INTEGER_KIND(int32_t), 1, _Alignof(int32_t), sizeof(int32_t)},
    {"b", "int32_t", UNGIL_REQUIRED, UNGIL_INTEGER_KIND(int32_t), 1, _Alignof(int32_t), sizeof(int32_t)},
    {"result", "int32_t", UNGIL_WRITABLE | UNGIL_OPTIONAL, UNGIL_INTEGER_KIND(int32_t), 1, _Alignof(int32_t), sizeof(int32_t)},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_add_arrays =
    {"add_arrays", ungil_parameters_add_arrays, 0, 3, 4, NULL};

static PyObject *ungil_call_add_arrays(PyObject *module,
                                       PyObject *const *args,
                                       Py_ssize_t nargs,
                                       PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_add_arrays;
    PyObject *slots[4];
    uint64_t bits = 0;
    size_t c_n = 0;
    ungil_array array_a;
    ungil_array array_b;
    ungil_array array_result;
    PyObject *made_result = NULL;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_n = given == slots ? slots[3] : NULL;
    array_a.exported = false;
    array_b.exported = false;
    UNGIL_NO_ARRAY(array_result);
    if (given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 3, given_n, size_t, c_n, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_take_array(state, function, 0, given[0], &array_a) < 0) {
        goto done;
    }
    if (ungil_take_array(state, function, 1, given[1], &array_b) < 0) {
        goto done;
    }
    if (given[2] != NULL && given[2] != Py_None &&
        ungil_take_array(state, function, 2, given[2], &array_result) < 0) {
        goto done;
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (given_n != NULL &&
        ungil_count_passed(function, 3, &count_n, UNGIL_EXACT(c_n), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 0, &array_a, 0, false) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 1, &array_b, 0, false) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 2, &array_result, 0, false) < 0) {
        goto done;
    }
    if (given_n == NULL) {
        if (UNGIL_SET_COUNT(function, 3, count_n, size_t, c_n) < 0) {
            goto done;
        }
    }
    if (given[2] == NULL || given[2] == Py_None) {
        array_result.ndim = 1;
        if (ungil_size(function, "n", UNGIL_EXACT(c_n), &array_result.shape[0]) < 0) {
            goto done;
        }
        made_result = ungil_allocate(module, function, 2, &array_result, array_a.numpy || array_b.numpy || array_result.numpy);
        if (made_result == NULL) {
            goto done;
        }
    }
    if (UNGIL_UNLIKELY(array_a.exported | array_b.exported | array_result.exported | (made_result != NULL)) && (array_a.numpy | array_b.numpy | array_result.numpy)) {
        if (ungil_stay(function, 0, given[0], &array_a) < 0) {
            goto done;
        }
        if (ungil_stay(function, 1, given[1], &array_b) < 0) {
            goto done;
        }
        if (made_result == NULL && ungil_stay(function, 2, given[2], &array_result) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    Py_XINCREF(given[1]);
    Py_XINCREF(given[2]);
    thread = PyEval_SaveThread();
    add_arrays(array_a.data, array_b.data, array_result.data, c_n);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    Py_XDECREF(given[1]);
    Py_XDECREF(given[2]);
    if (made_result == NULL) {
        returned = Py_NewRef(given[2]);
    } else {
        returned = ungil_give(function, 2, made_result, &array_result, array_result.shape[0]);
        made_result = NULL;
    }
done:
    ungil_let_go(&array_a);
    ungil_let_go(&array_b);
    ungil_let_go(&array_result);
    Py_XDECREF(made_result);
    return returned;
}


/* void scale(double *UNGIL_COUNTED_BY(n) values, size_t n, double factor)
 * counted.h:20 */
static const ungil_parameter ungil_parameters_scale[] = {
    {"values", "double", UNGIL_REQUIRED | UNGIL_WRITABLE, UNGIL_REAL, 1, _Alignof(double), sizeof(double)},
    {"factor", "double", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_scale =
    {"scale", ungil_parameters_scale, 4, 2, 3, NULL};

static PyObject *ungil_call_scale(PyObject *module,
                                  PyObject *const *args,
                                  Py_ssize_t nargs,
                                  PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_scale;
    PyObject *slots[3];
    uint64_t bits = 0;
    size_t c_n = 0;
    double c_factor = 0;
    ungil_array array_values;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_n = given == slots ? slots[2] : NULL;
    array_values.exported = false;
    if (ungil_to_double(function, 1, given[1], &c_factor) < 0) {
        goto done;
    }
    if (given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 2, given_n, size_t, c_n, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_take_array(state, function, 0, given[0], &array_values) < 0) {
        goto done;
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (given_n != NULL &&
        ungil_count_passed(function, 2, &count_n, UNGIL_EXACT(c_n), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 0, &array_values, 0, false) < 0) {
        goto done;
    }
    if (given_n == NULL) {
        if (UNGIL_SET_COUNT(function, 2, count_n, size_t, c_n) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    thread = PyEval_SaveThread();
    scale(array_values.data, c_n, c_factor);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    returned = Py_NewRef(Py_None);
done:
    ungil_let_go(&array_values);
    return returned;
}


/* void linspace(double low, double high, double *UNGIL_OUT UNGIL_COUNTED_BY(n) out, uint32_t n)
 * counted.h:22 */
static const ungil_parameter ungil_parameters_linspace[] = {
    {"low", "double", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"high", "double", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"n", "uint32_t", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"out", "double", UNGIL_WRITABLE | UNGIL_OPTIONAL, UNGIL_REAL, 1, _Alignof(double), sizeof(double)},
};
static const ungil_signature ungil_signature_linspace =
    {"linspace", ungil_parameters_linspace, 7, 3, 4, NULL};

static PyObject *ungil_call_linspace(PyObject *module,
                                     PyObject *const *args,
                                     Py_ssize_t nargs,
                                     PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_linspace;
    PyObject *slots[4];
    uint64_t bits = 0;
    double c_low = 0;
    double c_high = 0;
    uint32_t c_n = 0;
    ungil_array array_out;
    PyObject *made_out = NULL;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_out = given == slots ? slots[3] : NULL;
    UNGIL_NO_ARRAY(array_out);
    if (ungil_to_double(function, 0, given[0], &c_low) < 0) {
        goto done;
    }
    if (ungil_to_double(function, 1, given[1], &c_high) < 0) {
        goto done;
    }
    if (UNGIL_TO_INTEGER(function, 2, given[2], uint32_t, c_n, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (given_out != NULL && given_out != Py_None &&
        ungil_take_array(state, function, 3, given_out, &array_out) < 0) {
        goto done;
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (ungil_count_passed(function, 2, &count_n, UNGIL_EXACT(c_n), nargs <= 2) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 3, &array_out, 0, false) < 0) {
        goto done;
    }
    if (given_out == NULL || given_out == Py_None) {
        array_out.ndim = 1;
        if (ungil_size(function, "n", UNGIL_EXACT(c_n), &array_out.shape[0]) < 0) {
            goto done;
        }
        made_out = ungil_allocate(module, function, 3, &array_out, array_out.numpy);
        if (made_out == NULL) {
            goto done;
        }
    }
    if (UNGIL_UNLIKELY(array_out.exported | (made_out != NULL)) && (array_out.numpy)) {
        if (made_out == NULL && ungil_stay(function, 3, given_out, &array_out) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given_out);
    thread = PyEval_SaveThread();
    linspace(c_low, c_high, array_out.data, c_n);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given_out);
    if (made_out == NULL) {
        returned = Py_NewRef(given_out);
    } else {
        returned = ungil_give(function, 3, made_out, &array_out, array_out.shape[0]);
        made_out = NULL;
    }
done:
    ungil_let_go(&array_out);
    Py_XDECREF(made_out);
    return returned;
}


static PyMethodDef ungil_methods[] = {
    {"add_arrays",
     (PyCFunction)(void (*)(void))ungil_call_add_arrays,
     METH_FASTCALL | METH_KEYWORDS,
    "add_arrays($module, a, b, result=None, *, n=...)\n"
    "--\n"
    "\n"
    "Adds two arrays element by element.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "a : array of int32_t, length n\n"
    "    first addends\n"
    "b : array of int32_t, length n\n"
    "    second addends\n"
    "result : array of int32_t, length n, optional\n"
    "    receives the sums\n"
    "    Allocated when left out.\n"
    "n : int (size_t), optional\n"
    "    number of elements\n"
    "    Inferred from a, b and result.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "result : array of int32_t, length n\n"
    "    The one given, else a new one.\n"
    "\n"
    "void add_arrays(const int32_t *UNGIL_COUNTED_BY(n) a, const int32_t *UNGIL_COUNTED_BY(n) b, int32_t *UNGIL_OUT UNGIL_COUNTED_BY(n) result, size_t n)"},
    {"scale",
     (PyCFunction)(void (*)(void))ungil_call_scale,
     METH_FASTCALL | METH_KEYWORDS,
    "scale($module, values, factor, *, n=...)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "values : array of double, length n, changed in place\n"
    "factor : float (double)\n"
    "n : int (size_t), optional\n"
    "    Inferred from values.\n"
    "\n"
    "void scale(double *UNGIL_COUNTED_BY(n) values, size_t n, double factor)"},
    {"linspace",
     (PyCFunction)(void (*)(void))ungil_call_linspace,
     METH_FASTCALL | METH_KEYWORDS,
    "linspace($module, low, high, n, *, out=None)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "low : float (double)\n"
    "high : float (double)\n"
    "n : int (uint32_t)\n"
    "out : array of double, length n, optional\n"
    "    Allocated when left out.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "out : array of double, length n\n"
    "    The one given, else a new one.\n"
    "\n"
    "void linspace(double low, double high, double *UNGIL_OUT UNGIL_COUNTED_BY(n) out, uint32_t n)"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    return 0;
}

