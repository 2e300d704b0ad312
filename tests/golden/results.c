#include "results.h"

/* const double *UNGIL_COUNTED_BY(n) UNGIL_OR_NULL table(size_t UNGIL_RANGE(0, 16) n)
 * results.h:10 */
static const ungil_parameter ungil_parameters_table[] = {
    {"n", "size_t", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"return", "double", 0, UNGIL_REAL, 1, _Alignof(double), sizeof(double)},
};
static const ungil_signature ungil_signature_table =
    {"table", ungil_parameters_table, 0, 1, 1, NULL};

static PyObject *ungil_call_table(PyObject *module,
                                  PyObject *const *args,
                                  Py_ssize_t nargs,
                                  PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_table;
    PyObject *slots[1];
    uint64_t bits = 0;
    size_t c_n = 0;
    ungil_array array_return;
    const double *c_return;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    UNGIL_NO_ARRAY(array_return);
    if (UNGIL_TO_INTEGER(function, 0, given[0], size_t, c_n, bits) < 0) {
        goto done;
    }
    if (!ungil_holds(ungil_and(ungil_less_equal(ungil_whole(0), UNGIL_EXACT(c_n)), ungil_less_equal(UNGIL_EXACT(c_n), ungil_whole(16))))) {
        ungil_outside(function, 0, -1, "0...16", UNGIL_FROM_INTEGER(size_t, c_n));
        goto done;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = table(c_n);
    PyEval_RestoreThread(thread);
    if (c_return == NULL) {
        returned = Py_NewRef(Py_None);
    } else {
        array_return.ndim = 1;
        if (ungil_size(function, "n", UNGIL_EXACT(c_n), &array_return.shape[0]) < 0) {
            goto done;
        }
        returned = ungil_copy(module, function, 1, &array_return, false, c_return);
    }
done:
    return returned;
}


/* const uint8_t *UNGIL_SIZED_BY(16) digest(const uint8_t *UNGIL_SIZED_BY(n) data, size_t n)
 * results.h:12 */
static const ungil_parameter ungil_parameters_digest[] = {
    {"data", "uint8_t", UNGIL_REQUIRED | UNGIL_ANY_BYTES, UNGIL_RAW, 1, _Alignof(uint8_t), 1},
    {"n", "size_t", 0, 0, 0, 0, 0},
    {"return", "uint8_t", UNGIL_ANY_BYTES, UNGIL_RAW, 1, _Alignof(uint8_t), 1},
};
static const ungil_signature ungil_signature_digest =
    {"digest", ungil_parameters_digest, 1, 1, 2, NULL};

static PyObject *ungil_call_digest(PyObject *module,
                                   PyObject *const *args,
                                   Py_ssize_t nargs,
                                   PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_digest;
    PyObject *slots[2];
    uint64_t bits = 0;
    size_t c_n = 0;
    ungil_array array_data;
    ungil_array array_return;
    const uint8_t *c_return;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_n = given == slots ? slots[1] : NULL;
    array_data.exported = false;
    UNGIL_NO_ARRAY(array_return);
    if (given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 1, given_n, size_t, c_n, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_take_array(state, function, 0, given[0], &array_data) < 0) {
        goto done;
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (given_n != NULL &&
        ungil_count_passed(function, 1, &count_n, UNGIL_EXACT(c_n), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 0, &array_data, 0, false) < 0) {
        goto done;
    }
    if (given_n == NULL) {
        if (UNGIL_SET_COUNT(function, 1, count_n, size_t, c_n) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    thread = PyEval_SaveThread();
    c_return = digest(array_data.data, c_n);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    if (c_return == NULL) {
        returned = ungil_null_result(function, PyExc_RuntimeError);
    } else {
        array_return.ndim = 1;
        if (ungil_size(function, "16", ungil_whole(16), &array_return.shape[0]) < 0) {
            goto done;
        }
        returned = ungil_copy(module, function, 2, &array_return, array_data.numpy, c_return);
    }
done:
    ungil_let_go(&array_data);
    return returned;
}


static PyMethodDef ungil_methods[] = {
    {"table",
     (PyCFunction)(void (*)(void))ungil_call_table,
     METH_FASTCALL | METH_KEYWORDS,
    "table($module, n)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "n : int (size_t)\n"
    "\n"
    "Returns\n"
    "-------\n"
    "array of double, length n, or None\n"
    "\n"
    "Raises\n"
    "------\n"
    "ValueError\n"
    "    Unless ``0 <= n <= 16``.\n"
    "\n"
    "const double *UNGIL_COUNTED_BY(n) UNGIL_OR_NULL table(size_t UNGIL_RANGE(0, 16) n)"},
    {"digest",
     (PyCFunction)(void (*)(void))ungil_call_digest,
     METH_FASTCALL | METH_KEYWORDS,
    "digest($module, data, *, n=...)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "data : bytes-like, length n\n"
    "n : int (size_t), optional\n"
    "    Inferred from data.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "bytes, length 16\n"
    "\n"
    "Raises\n"
    "------\n"
    "RuntimeError\n"
    "    If C returns NULL.\n"
    "\n"
    "const uint8_t *UNGIL_SIZED_BY(16) digest(const uint8_t *UNGIL_SIZED_BY(n) data, size_t n)"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    return 0;
}

