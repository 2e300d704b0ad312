#include "scalars.h"

/* int64_t step(int64_t at, enum direction direction, unsigned char stride) UNGIL_HOLD
 * scalars.h:17 */
static const ungil_parameter ungil_parameters_step[] = {
    {"at", "int64_t", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"direction", "enum direction", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"stride", "unsigned char", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_step =
    {"step", ungil_parameters_step, 0, 3, 3, NULL};

static PyObject *ungil_call_step(PyObject *own_module,
                                 PyObject *const *own_args,
                                 Py_ssize_t own_nargs,
                                 PyObject *own_kwnames) {
    const ungil_signature *const own_function = &ungil_signature_step;
    PyObject *own_slots[3];
    uint64_t own_bits = 0;
    int64_t own_c_at = 0;
    enum direction own_c_direction = 0;
    unsigned char own_c_stride = 0;
    int64_t own_c_return;
    PyObject *const *own_given;
    if (ungil_bind(own_module, own_function, own_args, own_nargs, own_kwnames, own_slots, &own_given) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(own_function, 0, own_given[0], int64_t, own_c_at, own_bits) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(own_function, 1, own_given[1], enum direction, own_c_direction, own_bits) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(own_function, 2, own_given[2], unsigned char, own_c_stride, own_bits) < 0) {
        return NULL;
    }
    own_c_return = step(own_c_at, own_c_direction, own_c_stride);
    return UNGIL_FROM_INTEGER(int64_t, own_c_return);
}


/* double mean(double a, float b)
 * scalars.h:19 */
static const ungil_parameter ungil_parameters_mean[] = {
    {"a", "double", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"b", "float", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_mean =
    {"mean", ungil_parameters_mean, 3, 2, 2, NULL};

static PyObject *ungil_call_mean(PyObject *own_module,
                                 PyObject *const *own_args,
                                 Py_ssize_t own_nargs,
                                 PyObject *own_kwnames) {
    const ungil_signature *const own_function = &ungil_signature_mean;
    PyObject *own_slots[2];
    double own_c_a = 0;
    float own_c_b = 0;
    double own_c_return;
    PyObject *const *own_given;
    if (ungil_bind(own_module, own_function, own_args, own_nargs, own_kwnames, own_slots, &own_given) < 0) {
        return NULL;
    }
    if (ungil_to_double(own_function, 0, own_given[0], &own_c_a) < 0) {
        return NULL;
    }
    if (ungil_to_float(own_function, 1, own_given[1], &own_c_b) < 0) {
        return NULL;
    }
    PyThreadState *own_thread;
    own_thread = PyEval_SaveThread();
    own_c_return = mean(own_c_a, own_c_b);
    PyEval_RestoreThread(own_thread);
    return PyFloat_FromDouble(own_c_return);
}


/* bool both(bool a, bool b) UNGIL_RELEASE
 * scalars.h:21 */
static const ungil_parameter ungil_parameters_both[] = {
    {"a", "bool", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"b", "bool", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_both =
    {"both", ungil_parameters_both, 5, 2, 2, NULL};

static PyObject *ungil_call_both(PyObject *own_module,
                                 PyObject *const *own_args,
                                 Py_ssize_t own_nargs,
                                 PyObject *own_kwnames) {
    const ungil_signature *const own_function = &ungil_signature_both;
    PyObject *own_slots[2];
    bool own_c_a = 0;
    bool own_c_b = 0;
    bool own_c_return;
    PyObject *const *own_given;
    if (ungil_bind(own_module, own_function, own_args, own_nargs, own_kwnames, own_slots, &own_given) < 0) {
        return NULL;
    }
    if (ungil_to_bool(own_function, 0, own_given[0], &own_c_a) < 0) {
        return NULL;
    }
    if (ungil_to_bool(own_function, 1, own_given[1], &own_c_b) < 0) {
        return NULL;
    }
    PyThreadState *own_thread;
    own_thread = PyEval_SaveThread();
    own_c_return = both(own_c_a, own_c_b);
    PyEval_RestoreThread(own_thread);
    return PyBool_FromLong(own_c_return);
}


/* ssize_t difference(size_t a, size_t b) UNGIL_AUTO
 * scalars.h:23 */
static const ungil_parameter ungil_parameters_difference[] = {
    {"a", "size_t", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"b", "size_t", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_difference =
    {"difference", ungil_parameters_difference, 7, 2, 2, NULL};

static PyObject *ungil_call_difference(PyObject *own_module,
                                       PyObject *const *own_args,
                                       Py_ssize_t own_nargs,
                                       PyObject *own_kwnames) {
    const ungil_signature *const own_function = &ungil_signature_difference;
    PyObject *own_slots[2];
    uint64_t own_bits = 0;
    size_t own_c_a = 0;
    size_t own_c_b = 0;
    ssize_t own_c_return;
    PyObject *const *own_given;
    if (ungil_bind(own_module, own_function, own_args, own_nargs, own_kwnames, own_slots, &own_given) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(own_function, 0, own_given[0], size_t, own_c_a, own_bits) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(own_function, 1, own_given[1], size_t, own_c_b, own_bits) < 0) {
        return NULL;
    }
    ungil_state *own_state = ungil_state_of(own_module);
    const uint64_t own_work = ungil_larger(UNGIL_WORK(own_c_a), UNGIL_WORK(own_c_b));
    ungil_auto_call own_call;
    if (ungil_auto_releases(own_state, &own_call, UNGIL_AUTO_CALL_difference, own_work)) {
        ungil_auto_release(&own_call);
    }
    own_c_return = difference(own_c_a, own_c_b);
    ungil_auto_ended(own_state, &own_call);
    return UNGIL_FROM_INTEGER(ssize_t, own_c_return);
}


/* void work(uint64_t rounds) UNGIL_RELEASE_ABOVE(rounds * 2, 1000)
 * scalars.h:25 */
static const ungil_parameter ungil_parameters_work[] = {
    {"rounds", "uint64_t", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_work =
    {"work", ungil_parameters_work, 9, 1, 1, NULL};

static PyObject *ungil_call_work(PyObject *own_module,
                                 PyObject *const *own_args,
                                 Py_ssize_t own_nargs,
                                 PyObject *own_kwnames) {
    const ungil_signature *const own_function = &ungil_signature_work;
    PyObject *own_slots[1];
    uint64_t own_bits = 0;
    uint64_t own_c_rounds = 0;
    PyObject *const *own_given;
    if (ungil_bind(own_module, own_function, own_args, own_nargs, own_kwnames, own_slots, &own_given) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(own_function, 0, own_given[0], uint64_t, own_c_rounds, own_bits) < 0) {
        return NULL;
    }
    PyThreadState *own_thread = NULL;
    if (ungil_holds(ungil_greater(ungil_multiply(UNGIL_EXACT(own_c_rounds), ungil_whole(2)), ungil_whole(1000)))) {
        own_thread = PyEval_SaveThread();
    }
    work(own_c_rounds);
    if (own_thread != NULL) {
        PyEval_RestoreThread(own_thread);
    }
    return Py_NewRef(Py_None);
}


static PyMethodDef ungil_methods[] = {
    {"step",
     (PyCFunction)(void (*)(void))ungil_call_step,
     METH_FASTCALL | METH_KEYWORDS,
    "step($module, at, direction, stride)\n"
    "--\n"
    "\n"
    "Steps once.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "at : int (int64_t)\n"
    "    where to start\n"
    "direction : int (enum direction)\n"
    "stride : int (unsigned char)\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int (int64_t)\n"
    "    where that led\n"
    "\n"
    "int64_t step(int64_t at, enum direction direction, unsigned char stride) UNGIL_HOLD"},
    {"mean",
     (PyCFunction)(void (*)(void))ungil_call_mean,
     METH_FASTCALL | METH_KEYWORDS,
    "mean($module, a, b)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "a : float (double)\n"
    "b : float (float)\n"
    "\n"
    "Returns\n"
    "-------\n"
    "float (double)\n"
    "\n"
    "double mean(double a, float b)"},
    {"both",
     (PyCFunction)(void (*)(void))ungil_call_both,
     METH_FASTCALL | METH_KEYWORDS,
    "both($module, a, b)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "a : bool\n"
    "b : bool\n"
    "\n"
    "Returns\n"
    "-------\n"
    "bool\n"
    "\n"
    "bool both(bool a, bool b) UNGIL_RELEASE"},
    {"difference",
     (PyCFunction)(void (*)(void))ungil_call_difference,
     METH_FASTCALL | METH_KEYWORDS,
    "difference($module, a, b)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "a : int (size_t)\n"
    "b : int (size_t)\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int (ssize_t)\n"
    "\n"
    "ssize_t difference(size_t a, size_t b) UNGIL_AUTO"},
    {"work",
     (PyCFunction)(void (*)(void))ungil_call_work,
     METH_FASTCALL | METH_KEYWORDS,
    "work($module, rounds)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "rounds : int (uint64_t)\n"
    "\n"
    "void work(uint64_t rounds) UNGIL_RELEASE_ABOVE(rounds * 2, 1000)"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    if (ungil_add_constant(ungil_self, "BACKWARD", UNGIL_CONSTANT_VALUE(BACKWARD)) < 0) {
        return -1;
    }
    if (ungil_add_constant(ungil_self, "FORWARD", UNGIL_CONSTANT_VALUE(FORWARD)) < 0) {
        return -1;
    }
    return 0;
}

