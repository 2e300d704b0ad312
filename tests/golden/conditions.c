#include "conditions.h"

/* uint64_t fibonacci(uint32_t UNGIL_RANGE(0, LIMIT) n)
 * conditions.h:12 */
static const ungil_parameter ungil_parameters_fibonacci[] = {
    {"n", "uint32_t", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_fibonacci =
    {"fibonacci", ungil_parameters_fibonacci, 0, 1, 1, NULL};

static PyObject *ungil_call_fibonacci(PyObject *module,
                                      PyObject *const *args,
                                      Py_ssize_t nargs,
                                      PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_fibonacci;
    PyObject *slots[1];
    uint64_t bits = 0;
    uint32_t c_n = 0;
    uint64_t c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 0, given[0], uint32_t, c_n, bits) < 0) {
        return NULL;
    }
    if (!ungil_holds(ungil_and(ungil_less_equal(ungil_whole(0), UNGIL_EXACT(c_n)), ungil_less_equal(UNGIL_EXACT(c_n), UNGIL_EXACT(LIMIT))))) {
        ungil_outside(function, 0, -1, "0...LIMIT", UNGIL_FROM_INTEGER(uint32_t, c_n));
        return NULL;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = fibonacci(c_n);
    PyEval_RestoreThread(thread);
    return UNGIL_FROM_INTEGER(uint64_t, c_return);
}


/* void convolve(const float *UNGIL_COUNTED_BY(n) signal, const float *UNGIL_COUNTED_BY(k) taps, float *UNGIL_OUT UNGIL_COUNTED_BY(n - k + 1) out, size_t n, size_t k) UNGIL_REQUIRES(k > 0 && k <= n)
 * conditions.h:15 */
static const ungil_parameter ungil_parameters_convolve[] = {
    {"signal", "float", UNGIL_REQUIRED, UNGIL_REAL, 1, _Alignof(float), sizeof(float)},
    {"taps", "float", UNGIL_REQUIRED, UNGIL_REAL, 1, _Alignof(float), sizeof(float)},
    {"out", "float", UNGIL_WRITABLE | UNGIL_OPTIONAL, UNGIL_REAL, 1, _Alignof(float), sizeof(float)},
    {"n", "size_t", 0, 0, 0, 0, 0},
    {"k", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_convolve =
    {"convolve", ungil_parameters_convolve, 1, 3, 5, NULL};

static PyObject *ungil_call_convolve(PyObject *module,
                                     PyObject *const *args,
                                     Py_ssize_t nargs,
                                     PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_convolve;
    PyObject *slots[5];
    uint64_t bits = 0;
    size_t c_n = 0;
    size_t c_k = 0;
    ungil_array array_signal;
    ungil_array array_taps;
    ungil_array array_out;
    PyObject *made_out = NULL;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_n = given == slots ? slots[3] : NULL;
    PyObject *given_k = given == slots ? slots[4] : NULL;
    array_signal.exported = false;
    array_taps.exported = false;
    UNGIL_NO_ARRAY(array_out);
    if (given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 3, given_n, size_t, c_n, bits) < 0) {
        goto done;
    }
    if (given_k != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 4, given_k, size_t, c_k, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_take_array(state, function, 0, given[0], &array_signal) < 0) {
        goto done;
    }
    if (ungil_take_array(state, function, 1, given[1], &array_taps) < 0) {
        goto done;
    }
    if (given[2] != NULL && given[2] != Py_None &&
        ungil_take_array(state, function, 2, given[2], &array_out) < 0) {
        goto done;
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (given_n != NULL &&
        ungil_count_passed(function, 3, &count_n, UNGIL_EXACT(c_n), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 0, &array_signal, 0, false) < 0) {
        goto done;
    }
    if (given_n == NULL) {
        if (UNGIL_SET_COUNT(function, 3, count_n, size_t, c_n) < 0) {
            goto done;
        }
    }
    ungil_count count_k = UNGIL_COUNT("k");
    if (given_k != NULL &&
        ungil_count_passed(function, 4, &count_k, UNGIL_EXACT(c_k), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_k, 1, &array_taps, 0, false) < 0) {
        goto done;
    }
    if (given_k == NULL) {
        if (UNGIL_SET_COUNT(function, 4, count_k, size_t, c_k) < 0) {
            goto done;
        }
    }
    if (ungil_check_length(function, 2, &array_out, 0, "n - k + 1", ungil_add(ungil_subtract(UNGIL_EXACT(c_n), UNGIL_EXACT(c_k)), ungil_whole(1)), false) < 0) {
        goto done;
    }
    {
        const ungil_exact met = ungil_and(ungil_greater(UNGIL_EXACT(c_k), ungil_whole(0)), ungil_less_equal(UNGIL_EXACT(c_k), UNGIL_EXACT(c_n)));
        if (!ungil_holds(met)) {
            const ungil_named values[] = {{"k", UNGIL_FROM_INTEGER(size_t, c_k)}, {"n", UNGIL_FROM_INTEGER(size_t, c_n)}};
            ungil_unmet(function, "k > 0 && k <= n", met, values, 2);
            goto done;
        }
    }
    if (given[2] == NULL || given[2] == Py_None) {
        array_out.ndim = 1;
        if (ungil_size(function, "n - k + 1", ungil_add(ungil_subtract(UNGIL_EXACT(c_n), UNGIL_EXACT(c_k)), ungil_whole(1)), &array_out.shape[0]) < 0) {
            goto done;
        }
        made_out = ungil_allocate(module, function, 2, &array_out, array_signal.numpy || array_taps.numpy || array_out.numpy);
        if (made_out == NULL) {
            goto done;
        }
    }
    if (UNGIL_UNLIKELY(array_signal.exported | array_taps.exported | array_out.exported | (made_out != NULL)) && (array_signal.numpy | array_taps.numpy | array_out.numpy)) {
        if (ungil_stay(function, 0, given[0], &array_signal) < 0) {
            goto done;
        }
        if (ungil_stay(function, 1, given[1], &array_taps) < 0) {
            goto done;
        }
        if (made_out == NULL && ungil_stay(function, 2, given[2], &array_out) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    Py_XINCREF(given[1]);
    Py_XINCREF(given[2]);
    thread = PyEval_SaveThread();
    convolve(array_signal.data, array_taps.data, array_out.data, c_n, c_k);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    Py_XDECREF(given[1]);
    Py_XDECREF(given[2]);
    if (made_out == NULL) {
        returned = Py_NewRef(given[2]);
    } else {
        returned = ungil_give(function, 2, made_out, &array_out, array_out.shape[0]);
        made_out = NULL;
    }
done:
    ungil_let_go(&array_signal);
    ungil_let_go(&array_taps);
    ungil_let_go(&array_out);
    Py_XDECREF(made_out);
    return returned;
}


/* void lookup(const int32_t *UNGIL_COUNTED_BY(n) UNGIL_RANGE(0, 255) keys, size_t n, int32_t *UNGIL_COUNTED_BY(n * sizeof(int32_t) / 4) values)
 * conditions.h:21 */
static const ungil_parameter ungil_parameters_lookup[] = {
    {"keys", "int32_t", UNGIL_REQUIRED, UNGIL_INTEGER_KIND(int32_t), 1, _Alignof(int32_t), sizeof(int32_t)},
    {"values", "int32_t", UNGIL_REQUIRED | UNGIL_WRITABLE, UNGIL_INTEGER_KIND(int32_t), 1, _Alignof(int32_t), sizeof(int32_t)},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_lookup =
    {"lookup", ungil_parameters_lookup, 6, 2, 3, NULL};

static PyObject *ungil_call_lookup(PyObject *module,
                                   PyObject *const *args,
                                   Py_ssize_t nargs,
                                   PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_lookup;
    PyObject *slots[3];
    uint64_t bits = 0;
    size_t c_n = 0;
    ungil_array array_keys;
    ungil_array array_values;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_n = given == slots ? slots[2] : NULL;
    array_keys.exported = false;
    array_values.exported = false;
    if (given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 2, given_n, size_t, c_n, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_take_array(state, function, 0, given[0], &array_keys) < 0) {
        goto done;
    }
    if (ungil_take_array(state, function, 1, given[1], &array_values) < 0) {
        goto done;
    }
    for (Py_ssize_t i = 0; i < ungil_length(&array_keys); i++) {
        const int32_t element = ((const int32_t *)array_keys.data)[i];
        if (!ungil_holds(ungil_and(ungil_less_equal(ungil_whole(0), UNGIL_EXACT(element)), ungil_less_equal(UNGIL_EXACT(element), ungil_whole(255))))) {
            ungil_outside(function, 0, i, "0...255", UNGIL_FROM_INTEGER(int32_t, element));
            goto done;
        }
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (given_n != NULL &&
        ungil_count_passed(function, 2, &count_n, UNGIL_EXACT(c_n), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 0, &array_keys, 0, false) < 0) {
        goto done;
    }
    if (given_n == NULL) {
        if (UNGIL_SET_COUNT(function, 2, count_n, size_t, c_n) < 0) {
            goto done;
        }
    }
    if (ungil_check_length(function, 1, &array_values, 0, "n * sizeof(int32_t) / 4", ungil_divide(ungil_multiply(UNGIL_EXACT(c_n), UNGIL_EXACT(sizeof(int32_t))), ungil_whole(4)), false) < 0) {
        goto done;
    }
    if (UNGIL_UNLIKELY(array_keys.exported | array_values.exported) && (array_keys.numpy | array_values.numpy)) {
        if (ungil_stay(function, 0, given[0], &array_keys) < 0) {
            goto done;
        }
        if (ungil_stay(function, 1, given[1], &array_values) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    Py_XINCREF(given[1]);
    thread = PyEval_SaveThread();
    lookup(array_keys.data, c_n, array_values.data);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    Py_XDECREF(given[1]);
    returned = Py_NewRef(Py_None);
done:
    ungil_let_go(&array_keys);
    ungil_let_go(&array_values);
    return returned;
}


static PyMethodDef ungil_methods[] = {
    {"fibonacci",
     (PyCFunction)(void (*)(void))ungil_call_fibonacci,
     METH_FASTCALL | METH_KEYWORDS,
    "fibonacci($module, n)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "n : int (uint32_t)\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int (uint64_t)\n"
    "\n"
    "Raises\n"
    "------\n"
    "ValueError\n"
    "    Unless ``0 <= n <= LIMIT``.\n"
    "\n"
    "uint64_t fibonacci(uint32_t UNGIL_RANGE(0, LIMIT) n)"},
    {"convolve",
     (PyCFunction)(void (*)(void))ungil_call_convolve,
     METH_FASTCALL | METH_KEYWORDS,
    "convolve($module, signal, taps, out=None, *, n=..., k=...)\n"
    "--\n"
    "\n"
    "Slides a filter over a signal.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "signal : array of float, length n\n"
    "taps : array of float, length k\n"
    "out : array of float, length n - k + 1, optional\n"
    "    Allocated when left out.\n"
    "n : int (size_t), optional\n"
    "    Inferred from signal.\n"
    "k : int (size_t), optional\n"
    "    Inferred from taps.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "out : array of float, length n - k + 1\n"
    "    The one given, else a new one.\n"
    "\n"
    "Raises\n"
    "------\n"
    "ValueError\n"
    "    Unless ``k > 0 && k <= n``.\n"
    "\n"
    "void convolve(const float *UNGIL_COUNTED_BY(n) signal, const float *UNGIL_COUNTED_BY(k) taps, float *UNGIL_OUT UNGIL_COUNTED_BY(n - k + 1) out, size_t n, size_t k) UNGIL_REQUIRES(k > 0 && k <= n)"},
    {"lookup",
     (PyCFunction)(void (*)(void))ungil_call_lookup,
     METH_FASTCALL | METH_KEYWORDS,
    "lookup($module, keys, values, *, n=...)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "keys : array of int32_t, length n\n"
    "values : array of int32_t, length n * sizeof(int32_t) / 4, changed in place\n"
    "n : int (size_t), optional\n"
    "    Inferred from keys.\n"
    "\n"
    "Raises\n"
    "------\n"
    "ValueError\n"
    "    Unless ``0 <= keys <= 255``.\n"
    "\n"
    "void lookup(const int32_t *UNGIL_COUNTED_BY(n) UNGIL_RANGE(0, 255) keys, size_t n, int32_t *UNGIL_COUNTED_BY(n * sizeof(int32_t) / 4) values)"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    if (ungil_add_constant(ungil_self, "LIMIT", UNGIL_CONSTANT_VALUE(LIMIT)) < 0) {
        return -1;
    }
    return 0;
}

