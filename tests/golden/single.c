#include "single.h"

/* bool divide(int32_t a, int32_t b, int32_t *UNGIL_OUT quotient, int32_t *UNGIL_OUT remainder)
 * single.h:10 */
static const ungil_parameter ungil_parameters_divide[] = {
    {"a", "int32_t", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"b", "int32_t", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_divide =
    {"divide", ungil_parameters_divide, 0, 2, 2, NULL};

static PyObject *ungil_call_divide(PyObject *module,
                                   PyObject *const *args,
                                   Py_ssize_t nargs,
                                   PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_divide;
    PyObject *slots[2];
    uint64_t bits = 0;
    int32_t c_a = 0;
    int32_t c_b = 0;
    int32_t c_quotient = 0;
    int32_t c_remainder = 0;
    bool c_return;
    PyObject *results[3];
    int result_count = 0;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 0, given[0], int32_t, c_a, bits) < 0) {
        goto done;
    }
    if (UNGIL_TO_INTEGER(function, 1, given[1], int32_t, c_b, bits) < 0) {
        goto done;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = divide(c_a, c_b, &c_quotient, &c_remainder);
    PyEval_RestoreThread(thread);
    results[result_count] = PyBool_FromLong(c_return);
    if (results[result_count] == NULL) {
        goto done;
    }
    result_count++;
    results[result_count] = UNGIL_FROM_INTEGER(int32_t, c_quotient);
    if (results[result_count] == NULL) {
        goto done;
    }
    result_count++;
    results[result_count] = UNGIL_FROM_INTEGER(int32_t, c_remainder);
    if (results[result_count] == NULL) {
        goto done;
    }
    result_count++;
    returned = ungil_pack_results(results, result_count);
    result_count = 0;
done:
    ungil_drop_results(results, result_count);
    return returned;
}


/* double draw(uint64_t *UNGIL_INOUT seed)
 * single.h:14 */
static const ungil_parameter ungil_parameters_draw[] = {
    {"seed", "uint64_t", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_draw =
    {"draw", ungil_parameters_draw, 2, 1, 1, NULL};

static PyObject *ungil_call_draw(PyObject *module,
                                 PyObject *const *args,
                                 Py_ssize_t nargs,
                                 PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_draw;
    PyObject *slots[1];
    uint64_t bits = 0;
    uint64_t c_seed = 0;
    double c_return;
    PyObject *results[2];
    int result_count = 0;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 0, given[0], uint64_t, c_seed, bits) < 0) {
        goto done;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = draw(&c_seed);
    PyEval_RestoreThread(thread);
    results[result_count] = PyFloat_FromDouble(c_return);
    if (results[result_count] == NULL) {
        goto done;
    }
    result_count++;
    results[result_count] = UNGIL_FROM_INTEGER(uint64_t, c_seed);
    if (results[result_count] == NULL) {
        goto done;
    }
    result_count++;
    returned = ungil_pack_results(results, result_count);
    result_count = 0;
done:
    ungil_drop_results(results, result_count);
    return returned;
}


/* void advance(uint64_t *UNGIL_INOUT UNGIL_OR_NULL seed, const uint32_t *UNGIL_SINGLE rounds)
 * single.h:16 */
static const ungil_parameter ungil_parameters_advance[] = {
    {"seed", "uint64_t", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"rounds", "uint32_t", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_advance =
    {"advance", ungil_parameters_advance, 3, 2, 2, NULL};

static PyObject *ungil_call_advance(PyObject *module,
                                    PyObject *const *args,
                                    Py_ssize_t nargs,
                                    PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_advance;
    PyObject *slots[2];
    uint64_t bits = 0;
    uint64_t c_seed = 0;
    uint64_t *p_seed = NULL;
    uint32_t c_rounds = 0;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (given[0] != Py_None) {
        if (UNGIL_TO_INTEGER(function, 0, given[0], uint64_t, c_seed, bits) < 0) {
            return NULL;
        }
        p_seed = &c_seed;
    }
    if (UNGIL_TO_INTEGER(function, 1, given[1], uint32_t, c_rounds, bits) < 0) {
        return NULL;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    advance(p_seed, &c_rounds);
    PyEval_RestoreThread(thread);
    return p_seed == NULL ? Py_NewRef(Py_None) : UNGIL_FROM_INTEGER(uint64_t, c_seed);
}


/* void tick(uint32_t *UNGIL_SINGLE counter)
 * single.h:18 */
static const ungil_parameter ungil_parameters_tick[] = {
    {"counter", "uint32_t", UNGIL_REQUIRED | UNGIL_WRITABLE, UNGIL_INTEGER_KIND(uint32_t), 1, _Alignof(uint32_t), sizeof(uint32_t)},
};
static const ungil_signature ungil_signature_tick =
    {"tick", ungil_parameters_tick, 5, 1, 1, NULL};

static PyObject *ungil_call_tick(PyObject *module,
                                 PyObject *const *args,
                                 Py_ssize_t nargs,
                                 PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_tick;
    PyObject *slots[1];
    ungil_array array_counter;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    array_counter.exported = false;
    ungil_state *state = ungil_state_of(module);
    if (ungil_take_array(state, function, 0, given[0], &array_counter) < 0) {
        goto done;
    }
    if (ungil_check_length(function, 0, &array_counter, 0, "1", ungil_whole(1), false) < 0) {
        goto done;
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    thread = PyEval_SaveThread();
    tick(array_counter.data);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    returned = Py_NewRef(Py_None);
done:
    ungil_let_go(&array_counter);
    return returned;
}


/* const double *UNGIL_SINGLE UNGIL_OR_NULL latest(void)
 * single.h:20 */
static const ungil_signature ungil_signature_latest =
    {"latest", NULL, 6, 0, 0, NULL};

static PyObject *ungil_call_latest(PyObject *module,
                                   PyObject *const *args,
                                   Py_ssize_t nargs,
                                   PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_latest;
    PyObject *slots[1];
    const double *c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = latest();
    PyEval_RestoreThread(thread);
    return c_return == NULL ? Py_NewRef(Py_None) : PyFloat_FromDouble(*c_return);
}


static PyMethodDef ungil_methods[] = {
    {"divide",
     (PyCFunction)(void (*)(void))ungil_call_divide,
     METH_FASTCALL | METH_KEYWORDS,
    "divide($module, a, b)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "a : int (int32_t)\n"
    "b : int (int32_t)\n"
    "\n"
    "Returns\n"
    "-------\n"
    "bool\n"
    "quotient : int (int32_t)\n"
    "remainder : int (int32_t)\n"
    "\n"
    "bool divide(int32_t a, int32_t b, int32_t *UNGIL_OUT quotient, int32_t *UNGIL_OUT remainder)"},
    {"draw",
     (PyCFunction)(void (*)(void))ungil_call_draw,
     METH_FASTCALL | METH_KEYWORDS,
    "draw($module, seed)\n"
    "--\n"
    "\n"
    "Draws a number.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "seed : int (uint64_t)\n"
    "    where the generator stands; comes back as where it stands then\n"
    "\n"
    "Returns\n"
    "-------\n"
    "float (double)\n"
    "seed : int (uint64_t)\n"
    "    where the generator stands; comes back as where it stands then\n"
    "\n"
    "double draw(uint64_t *UNGIL_INOUT seed)"},
    {"advance",
     (PyCFunction)(void (*)(void))ungil_call_advance,
     METH_FASTCALL | METH_KEYWORDS,
    "advance($module, seed, rounds)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "seed : int (uint64_t), or None\n"
    "rounds : int (uint32_t)\n"
    "\n"
    "Returns\n"
    "-------\n"
    "seed : int (uint64_t), or None\n"
    "\n"
    "void advance(uint64_t *UNGIL_INOUT UNGIL_OR_NULL seed, const uint32_t *UNGIL_SINGLE rounds)"},
    {"tick",
     (PyCFunction)(void (*)(void))ungil_call_tick,
     METH_FASTCALL | METH_KEYWORDS,
    "tick($module, counter)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "counter : array of uint32_t, length 1, changed in place\n"
    "\n"
    "void tick(uint32_t *UNGIL_SINGLE counter)"},
    {"latest",
     (PyCFunction)(void (*)(void))ungil_call_latest,
     METH_FASTCALL | METH_KEYWORDS,
    "latest($module)\n"
    "--\n"
    "\n"
    "Returns\n"
    "-------\n"
    "float (double), or None\n"
    "\n"
    "const double *UNGIL_SINGLE UNGIL_OR_NULL latest(void)"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    return 0;
}

