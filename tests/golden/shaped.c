#include "shaped.h"

/* void matmul(const double *restrict UNGIL_SHAPE(m, k) a, const double *restrict UNGIL_SHAPE(k, n) b, double *restrict UNGIL_OUT UNGIL_SHAPE(m, n) c, size_t m, size_t k, size_t n)
 * shaped.h:10 */
static const ungil_parameter ungil_parameters_matmul[] = {
    {"a", "double", UNGIL_REQUIRED | UNGIL_FLAT, UNGIL_REAL, 2, _Alignof(double), sizeof(double)},
    {"b", "double", UNGIL_REQUIRED | UNGIL_FLAT, UNGIL_REAL, 2, _Alignof(double), sizeof(double)},
    {"c", "double", UNGIL_WRITABLE | UNGIL_OPTIONAL | UNGIL_FLAT, UNGIL_REAL, 2, _Alignof(double), sizeof(double)},
    {"m", "size_t", 0, 0, 0, 0, 0},
    {"k", "size_t", 0, 0, 0, 0, 0},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_matmul =
    {"matmul", ungil_parameters_matmul, 0, 3, 6, NULL};

static PyObject *ungil_call_matmul(PyObject *module,
                                   PyObject *const *args,
                                   Py_ssize_t nargs,
                                   PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_matmul;
    PyObject *slots[6];
    uint64_t bits = 0;
    size_t c_m = 0;
    size_t c_k = 0;
    size_t c_n = 0;
    ungil_array array_a;
    ungil_array array_b;
    ungil_array array_c;
    PyObject *made_c = NULL;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_m = given == slots ? slots[3] : NULL;
    PyObject *given_k = given == slots ? slots[4] : NULL;
    PyObject *given_n = given == slots ? slots[5] : NULL;
    array_a.exported = false;
    array_b.exported = false;
    UNGIL_NO_ARRAY(array_c);
    if (given_m != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 3, given_m, size_t, c_m, bits) < 0) {
        goto done;
    }
    if (given_k != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 4, given_k, size_t, c_k, bits) < 0) {
        goto done;
    }
    if (given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 5, given_n, size_t, c_n, bits) < 0) {
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
        ungil_take_array(state, function, 2, given[2], &array_c) < 0) {
        goto done;
    }
    ungil_count count_m = UNGIL_COUNT("m");
    if (given_m != NULL &&
        ungil_count_passed(function, 3, &count_m, UNGIL_EXACT(c_m), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_m, 0, &array_a, 0, false) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_m, 2, &array_c, 0, false) < 0) {
        goto done;
    }
    if (given_m == NULL) {
        if (count_m.from < 0 && (array_a.data != NULL || array_c.data != NULL)) {
            ungil_unknown_count(function, "m");
            goto done;
        }
        if (UNGIL_SET_COUNT(function, 3, count_m, size_t, c_m) < 0) {
            goto done;
        }
    }
    ungil_count count_k = UNGIL_COUNT("k");
    if (given_k != NULL &&
        ungil_count_passed(function, 4, &count_k, UNGIL_EXACT(c_k), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_k, 0, &array_a, 1, false) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_k, 1, &array_b, 0, false) < 0) {
        goto done;
    }
    if (given_k == NULL) {
        if (count_k.from < 0 && (array_a.data != NULL || array_b.data != NULL)) {
            ungil_unknown_count(function, "k");
            goto done;
        }
        if (UNGIL_SET_COUNT(function, 4, count_k, size_t, c_k) < 0) {
            goto done;
        }
    }
    if (ungil_check_flat(function, 0, &array_a, "m * k", ungil_multiply(UNGIL_EXACT(c_m), UNGIL_EXACT(c_k)), count_m.keyword) < 0) {
        goto done;
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (given_n != NULL &&
        ungil_count_passed(function, 5, &count_n, UNGIL_EXACT(c_n), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 1, &array_b, 1, false) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 2, &array_c, 1, false) < 0) {
        goto done;
    }
    if (given_n == NULL) {
        if (count_n.from < 0 && (array_b.data != NULL || array_c.data != NULL)) {
            ungil_unknown_count(function, "n");
            goto done;
        }
        if (UNGIL_SET_COUNT(function, 5, count_n, size_t, c_n) < 0) {
            goto done;
        }
    }
    if (ungil_check_flat(function, 1, &array_b, "k * n", ungil_multiply(UNGIL_EXACT(c_k), UNGIL_EXACT(c_n)), count_k.keyword) < 0) {
        goto done;
    }
    if (ungil_check_flat(function, 2, &array_c, "m * n", ungil_multiply(UNGIL_EXACT(c_m), UNGIL_EXACT(c_n)), count_m.keyword) < 0) {
        goto done;
    }
    if (ungil_keep_apart(function, 0, &array_a, 2, &array_c) < 0) {
        goto done;
    }
    if (ungil_keep_apart(function, 1, &array_b, 2, &array_c) < 0) {
        goto done;
    }
    if (given[2] == NULL || given[2] == Py_None) {
        array_c.ndim = 2;
        if (ungil_size(function, "m", UNGIL_EXACT(c_m), &array_c.shape[0]) < 0) {
            goto done;
        }
        if (ungil_size(function, "n", UNGIL_EXACT(c_n), &array_c.shape[1]) < 0) {
            goto done;
        }
        made_c = ungil_allocate(module, function, 2, &array_c, array_a.numpy || array_b.numpy || array_c.numpy);
        if (made_c == NULL) {
            goto done;
        }
    }
    if (UNGIL_UNLIKELY(array_a.exported | array_b.exported | array_c.exported | (made_c != NULL)) && (array_a.numpy | array_b.numpy | array_c.numpy)) {
        if (ungil_stay(function, 0, given[0], &array_a) < 0) {
            goto done;
        }
        if (ungil_stay(function, 1, given[1], &array_b) < 0) {
            goto done;
        }
        if (made_c == NULL && ungil_stay(function, 2, given[2], &array_c) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    Py_XINCREF(given[1]);
    Py_XINCREF(given[2]);
    thread = PyEval_SaveThread();
    matmul(array_a.data, array_b.data, array_c.data, c_m, c_k, c_n);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    Py_XDECREF(given[1]);
    Py_XDECREF(given[2]);
    if (made_c == NULL) {
        returned = Py_NewRef(given[2]);
    } else {
        returned = ungil_give(function, 2, made_c, &array_c, array_c.shape[0]);
        made_c = NULL;
    }
done:
    ungil_let_go(&array_a);
    ungil_let_go(&array_b);
    ungil_let_go(&array_c);
    Py_XDECREF(made_c);
    return returned;
}


/* void identity(double UNGIL_OUT matrix[3][3])
 * shaped.h:17 */
static const ungil_parameter ungil_parameters_identity[] = {
    {"matrix", "double", UNGIL_WRITABLE | UNGIL_OPTIONAL | UNGIL_FLAT, UNGIL_REAL, 2, _Alignof(double), sizeof(double)},
};
static const ungil_signature ungil_signature_identity =
    {"identity", ungil_parameters_identity, 6, 1, 1, NULL};

static PyObject *ungil_call_identity(PyObject *module,
                                     PyObject *const *args,
                                     Py_ssize_t nargs,
                                     PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_identity;
    PyObject *slots[1];
    ungil_array array_matrix;
    PyObject *made_matrix = NULL;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    UNGIL_NO_ARRAY(array_matrix);
    ungil_state *state = ungil_state_of(module);
    if (given[0] != NULL && given[0] != Py_None &&
        ungil_take_array(state, function, 0, given[0], &array_matrix) < 0) {
        goto done;
    }
    if (ungil_check_length(function, 0, &array_matrix, 0, "3", ungil_whole(3), false) < 0) {
        goto done;
    }
    if (ungil_check_length(function, 0, &array_matrix, 1, "3", ungil_whole(3), false) < 0) {
        goto done;
    }
    if (ungil_check_flat(function, 0, &array_matrix, "3 * 3", ungil_multiply(ungil_whole(3), ungil_whole(3)), false) < 0) {
        goto done;
    }
    if (given[0] == NULL || given[0] == Py_None) {
        array_matrix.ndim = 2;
        if (ungil_size(function, "3", ungil_whole(3), &array_matrix.shape[0]) < 0) {
            goto done;
        }
        if (ungil_size(function, "3", ungil_whole(3), &array_matrix.shape[1]) < 0) {
            goto done;
        }
        made_matrix = ungil_allocate(module, function, 0, &array_matrix, array_matrix.numpy);
        if (made_matrix == NULL) {
            goto done;
        }
    }
    if (UNGIL_UNLIKELY(array_matrix.exported | (made_matrix != NULL)) && (array_matrix.numpy)) {
        if (made_matrix == NULL && ungil_stay(function, 0, given[0], &array_matrix) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    thread = PyEval_SaveThread();
    identity(array_matrix.data);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    if (made_matrix == NULL) {
        returned = Py_NewRef(given[0]);
    } else {
        returned = ungil_give(function, 0, made_matrix, &array_matrix, array_matrix.shape[0]);
        made_matrix = NULL;
    }
done:
    ungil_let_go(&array_matrix);
    Py_XDECREF(made_matrix);
    return returned;
}


/* double trace(size_t n, const double matrix[n][n])
 * shaped.h:19 */
static const ungil_parameter ungil_parameters_trace[] = {
    {"matrix", "double", UNGIL_REQUIRED | UNGIL_FLAT, UNGIL_REAL, 2, _Alignof(double), sizeof(double)},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_trace =
    {"trace", ungil_parameters_trace, 7, 1, 2, NULL};

static PyObject *ungil_call_trace(PyObject *module,
                                  PyObject *const *args,
                                  Py_ssize_t nargs,
                                  PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_trace;
    PyObject *slots[2];
    uint64_t bits = 0;
    size_t c_n = 0;
    ungil_array array_matrix;
    double c_return;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_n = given == slots ? slots[1] : NULL;
    array_matrix.exported = false;
    if (given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 1, given_n, size_t, c_n, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_take_array(state, function, 0, given[0], &array_matrix) < 0) {
        goto done;
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (given_n != NULL &&
        ungil_count_passed(function, 1, &count_n, UNGIL_EXACT(c_n), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 0, &array_matrix, 0, false) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 0, &array_matrix, 1, false) < 0) {
        goto done;
    }
    if (given_n == NULL) {
        if (count_n.from < 0 && (array_matrix.data != NULL || array_matrix.data != NULL)) {
            ungil_unknown_count(function, "n");
            goto done;
        }
        if (UNGIL_SET_COUNT(function, 1, count_n, size_t, c_n) < 0) {
            goto done;
        }
    }
    if (ungil_check_flat(function, 0, &array_matrix, "n * n", ungil_multiply(UNGIL_EXACT(c_n), UNGIL_EXACT(c_n)), count_n.keyword) < 0) {
        goto done;
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    thread = PyEval_SaveThread();
    c_return = trace(c_n, array_matrix.data);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    returned = PyFloat_FromDouble(c_return);
done:
    ungil_let_go(&array_matrix);
    return returned;
}


static PyMethodDef ungil_methods[] = {
    {"matmul",
     (PyCFunction)(void (*)(void))ungil_call_matmul,
     METH_FASTCALL | METH_KEYWORDS,
    "matmul($module, a, b, c=None, *, m=..., k=..., n=...)\n"
    "--\n"
    "\n"
    "Multiplies two matrices.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "a : array of double, shape (m, k)\n"
    "b : array of double, shape (k, n)\n"
    "c : array of double, shape (m, n), optional\n"
    "    Allocated when left out.\n"
    "m : int (size_t), optional\n"
    "    Inferred from a and c.\n"
    "k : int (size_t), optional\n"
    "    Inferred from a and b.\n"
    "n : int (size_t), optional\n"
    "    Inferred from b and c.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "c : array of double, shape (m, n)\n"
    "    The one given, else a new one.\n"
    "\n"
    "void matmul(const double *restrict UNGIL_SHAPE(m, k) a, const double *restrict UNGIL_SHAPE(k, n) b, double *restrict UNGIL_OUT UNGIL_SHAPE(m, n) c, size_t m, size_t k, size_t n)"},
    {"identity",
     (PyCFunction)(void (*)(void))ungil_call_identity,
     METH_FASTCALL | METH_KEYWORDS,
    "identity($module, matrix=None)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "matrix : array of double, shape (3, 3), optional\n"
    "    Allocated when left out.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "matrix : array of double, shape (3, 3)\n"
    "    The one given, else a new one.\n"
    "\n"
    "void identity(double UNGIL_OUT matrix[3][3])"},
    {"trace",
     (PyCFunction)(void (*)(void))ungil_call_trace,
     METH_FASTCALL | METH_KEYWORDS,
    "trace($module, matrix, *, n=...)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "matrix : array of double, shape (n, n)\n"
    "n : int (size_t), optional\n"
    "    Inferred from matrix.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "float (double)\n"
    "\n"
    "double trace(size_t n, const double matrix[n][n])"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    return 0;
}

