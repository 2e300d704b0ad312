#include "defaults.h"

/* void correct(const double *UNGIL_COUNTED_BY(n) in, double UNGIL_DEFAULT(GAMMA) gamma, double UNGIL_DEFAULT(0.5) offset, float UNGIL_DEFAULT(1) gain, bool UNGIL_DEFAULT(true) clip, uint32_t UNGIL_DEFAULT(0x10) mask, size_t UNGIL_DEFAULT(-1) most, double *UNGIL_OUT UNGIL_COUNTED_BY(n) out, size_t n, int threads)
 * defaults.h:13 */
static const ungil_parameter ungil_parameters_correct[] = {
    {"in_", "double", UNGIL_REQUIRED, UNGIL_REAL, 1, _Alignof(double), sizeof(double)},
    {"threads", "int", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"gamma", "double", 0, 0, 0, 0, 0},
    {"offset", "double", 0, 0, 0, 0, 0},
    {"gain", "float", 0, 0, 0, 0, 0},
    {"clip", "bool", 0, 0, 0, 0, 0},
    {"mask", "uint32_t", 0, 0, 0, 0, 0},
    {"most", "size_t", 0, 0, 0, 0, 0},
    {"out", "double", UNGIL_WRITABLE | UNGIL_OPTIONAL, UNGIL_REAL, 1, _Alignof(double), sizeof(double)},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_correct =
    {"correct", ungil_parameters_correct, 0, 2, 10, NULL};

UNGIL_FAST double ungil_default_correct_1(void) {
    return GAMMA;
}

UNGIL_FAST double ungil_default_correct_2(void) {
    return 0.5;
}

UNGIL_FAST float ungil_default_correct_3(void) {
    return 1;
}

UNGIL_FAST bool ungil_default_correct_4(void) {
    return true;
}

UNGIL_FAST uint32_t ungil_default_correct_5(void) {
    return 0x10;
}

UNGIL_FAST size_t ungil_default_correct_6(void) {
    return -1;
}

static PyObject *ungil_call_correct(PyObject *module,
                                    PyObject *const *args,
                                    Py_ssize_t nargs,
                                    PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_correct;
    PyObject *slots[10];
    uint64_t bits = 0;
    double c_gamma = 0;
    double c_offset = 0;
    float c_gain = 0;
    bool c_clip = 0;
    uint32_t c_mask = 0;
    size_t c_most = 0;
    size_t c_n = 0;
    int c_threads = 0;
    ungil_array array_in;
    ungil_array array_out;
    PyObject *made_out = NULL;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_gamma = given == slots ? slots[2] : NULL;
    PyObject *given_offset = given == slots ? slots[3] : NULL;
    PyObject *given_gain = given == slots ? slots[4] : NULL;
    PyObject *given_clip = given == slots ? slots[5] : NULL;
    PyObject *given_mask = given == slots ? slots[6] : NULL;
    PyObject *given_most = given == slots ? slots[7] : NULL;
    PyObject *given_out = given == slots ? slots[8] : NULL;
    PyObject *given_n = given == slots ? slots[9] : NULL;
    array_in.exported = false;
    UNGIL_NO_ARRAY(array_out);
    if (UNGIL_TO_INTEGER(function, 1, given[1], int, c_threads, bits) < 0) {
        goto done;
    }
    if (given_gamma != NULL &&
        ungil_to_double(function, 2, given_gamma, &c_gamma) < 0) {
        goto done;
    }
    if (given_offset != NULL &&
        ungil_to_double(function, 3, given_offset, &c_offset) < 0) {
        goto done;
    }
    if (given_gain != NULL &&
        ungil_to_float(function, 4, given_gain, &c_gain) < 0) {
        goto done;
    }
    if (given_clip != NULL &&
        ungil_to_bool(function, 5, given_clip, &c_clip) < 0) {
        goto done;
    }
    if (given_mask != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 6, given_mask, uint32_t, c_mask, bits) < 0) {
        goto done;
    }
    if (given_most != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 7, given_most, size_t, c_most, bits) < 0) {
        goto done;
    }
    if (given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 9, given_n, size_t, c_n, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_take_array(state, function, 0, given[0], &array_in) < 0) {
        goto done;
    }
    if (given_out != NULL && given_out != Py_None &&
        ungil_take_array(state, function, 8, given_out, &array_out) < 0) {
        goto done;
    }
    if (given_gamma == NULL) {
        c_gamma = ungil_default_correct_1();
    }
    if (given_offset == NULL) {
        c_offset = ungil_default_correct_2();
    }
    if (given_gain == NULL) {
        c_gain = ungil_default_correct_3();
    }
    if (given_clip == NULL) {
        c_clip = ungil_default_correct_4();
    }
    if (given_mask == NULL) {
        c_mask = ungil_default_correct_5();
    }
    if (given_most == NULL) {
        c_most = ungil_default_correct_6();
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (given_n != NULL &&
        ungil_count_passed(function, 9, &count_n, UNGIL_EXACT(c_n), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 0, &array_in, 0, false) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 8, &array_out, 0, false) < 0) {
        goto done;
    }
    if (given_n == NULL) {
        if (UNGIL_SET_COUNT(function, 9, count_n, size_t, c_n) < 0) {
            goto done;
        }
    }
    if (given_out == NULL || given_out == Py_None) {
        array_out.ndim = 1;
        if (ungil_size(function, "n", UNGIL_EXACT(c_n), &array_out.shape[0]) < 0) {
            goto done;
        }
        made_out = ungil_allocate(module, function, 8, &array_out, array_in.numpy || array_out.numpy);
        if (made_out == NULL) {
            goto done;
        }
    }
    if (UNGIL_UNLIKELY(array_in.exported | array_out.exported | (made_out != NULL)) && (array_in.numpy | array_out.numpy)) {
        if (ungil_stay(function, 0, given[0], &array_in) < 0) {
            goto done;
        }
        if (made_out == NULL && ungil_stay(function, 8, given_out, &array_out) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    Py_XINCREF(given_out);
    thread = PyEval_SaveThread();
    correct(array_in.data, c_gamma, c_offset, c_gain, c_clip, c_mask, c_most, array_out.data, c_n, c_threads);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    Py_XDECREF(given_out);
    if (made_out == NULL) {
        returned = Py_NewRef(given_out);
    } else {
        returned = ungil_give(function, 8, made_out, &array_out, array_out.shape[0]);
        made_out = NULL;
    }
done:
    ungil_let_go(&array_in);
    ungil_let_go(&array_out);
    Py_XDECREF(made_out);
    return returned;
}


/* void fill(size_t n, int UNGIL_DEFAULT(0) value, int *UNGIL_OUT UNGIL_COUNTED_BY(n) out)
 * defaults.h:25 */
static const ungil_parameter ungil_parameters_fill[] = {
    {"n", "size_t", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"value", "int", 0, 0, 0, 0, 0},
    {"out", "int", UNGIL_WRITABLE | UNGIL_OPTIONAL, UNGIL_INTEGER_KIND(int), 1, _Alignof(int), sizeof(int)},
};
static const ungil_signature ungil_signature_fill =
    {"fill", ungil_parameters_fill, 10, 3, 3, NULL};

UNGIL_FAST int ungil_default_fill_1(void) {
    return 0;
}

static PyObject *ungil_call_fill(PyObject *module,
                                 PyObject *const *args,
                                 Py_ssize_t nargs,
                                 PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_fill;
    PyObject *slots[3];
    uint64_t bits = 0;
    size_t c_n = 0;
    int c_value = 0;
    ungil_array array_out;
    PyObject *made_out = NULL;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    UNGIL_NO_ARRAY(array_out);
    if (UNGIL_TO_INTEGER(function, 0, given[0], size_t, c_n, bits) < 0) {
        goto done;
    }
    if (given[1] != NULL &&
        UNGIL_TO_INTEGER(function, 1, given[1], int, c_value, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (given[2] != NULL && given[2] != Py_None &&
        ungil_take_array(state, function, 2, given[2], &array_out) < 0) {
        goto done;
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (ungil_count_passed(function, 0, &count_n, UNGIL_EXACT(c_n), nargs <= 0) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 2, &array_out, 0, false) < 0) {
        goto done;
    }
    if (given[1] == NULL) {
        c_value = ungil_default_fill_1();
    }
    if (given[2] == NULL || given[2] == Py_None) {
        array_out.ndim = 1;
        if (ungil_size(function, "n", UNGIL_EXACT(c_n), &array_out.shape[0]) < 0) {
            goto done;
        }
        made_out = ungil_allocate(module, function, 2, &array_out, array_out.numpy);
        if (made_out == NULL) {
            goto done;
        }
    }
    if (UNGIL_UNLIKELY(array_out.exported | (made_out != NULL)) && (array_out.numpy)) {
        if (made_out == NULL && ungil_stay(function, 2, given[2], &array_out) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given[2]);
    thread = PyEval_SaveThread();
    fill(c_n, c_value, array_out.data);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[2]);
    if (made_out == NULL) {
        returned = Py_NewRef(given[2]);
    } else {
        returned = ungil_give(function, 2, made_out, &array_out, array_out.shape[0]);
        made_out = NULL;
    }
done:
    ungil_let_go(&array_out);
    Py_XDECREF(made_out);
    return returned;
}


/* void moments(size_t n, const double *UNGIL_COUNTED_BY(n) x, double UNGIL_OUT UNGIL_DEFAULT(NULL) higher[2])
 * defaults.h:28 */
static const ungil_parameter ungil_parameters_moments[] = {
    {"x", "double", UNGIL_REQUIRED, UNGIL_REAL, 1, _Alignof(double), sizeof(double)},
    {"higher", "double", UNGIL_WRITABLE | UNGIL_OPTIONAL, UNGIL_REAL, 1, _Alignof(double), sizeof(double)},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_moments =
    {"moments", ungil_parameters_moments, 13, 2, 3, NULL};

static PyObject *ungil_call_moments(PyObject *module,
                                    PyObject *const *args,
                                    Py_ssize_t nargs,
                                    PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_moments;
    PyObject *slots[3];
    uint64_t bits = 0;
    size_t c_n = 0;
    ungil_array array_x;
    ungil_array array_higher;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_n = given == slots ? slots[2] : NULL;
    array_x.exported = false;
    UNGIL_NO_ARRAY(array_higher);
    if (given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 2, given_n, size_t, c_n, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_take_array(state, function, 0, given[0], &array_x) < 0) {
        goto done;
    }
    if (given[1] != NULL &&
        ungil_take_array(state, function, 1, given[1], &array_higher) < 0) {
        goto done;
    }
    if (ungil_check_length(function, 1, &array_higher, 0, "2", ungil_whole(2), false) < 0) {
        goto done;
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (given_n != NULL &&
        ungil_count_passed(function, 2, &count_n, UNGIL_EXACT(c_n), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 0, &array_x, 0, false) < 0) {
        goto done;
    }
    if (given_n == NULL) {
        if (UNGIL_SET_COUNT(function, 2, count_n, size_t, c_n) < 0) {
            goto done;
        }
    }
    if (UNGIL_UNLIKELY(array_x.exported | array_higher.exported) && (array_x.numpy | array_higher.numpy)) {
        if (ungil_stay(function, 0, given[0], &array_x) < 0) {
            goto done;
        }
        if (ungil_stay(function, 1, given[1], &array_higher) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    Py_XINCREF(given[1]);
    thread = PyEval_SaveThread();
    moments(c_n, array_x.data, array_higher.data);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    Py_XDECREF(given[1]);
    returned = Py_NewRef(given[1] != NULL ? given[1] : Py_None);
done:
    ungil_let_go(&array_x);
    ungil_let_go(&array_higher);
    return returned;
}


static PyMethodDef ungil_methods[] = {
    {"correct",
     (PyCFunction)(void (*)(void))ungil_call_correct,
     METH_FASTCALL | METH_KEYWORDS,
    "correct($module, in_, threads, *, gamma=..., offset=0.5, gain=1.0, clip=True, mask=16, most=..., out=None, n=...)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "in_ : array of double, length n\n"
    "threads : int\n"
    "gamma : float (double), optional\n"
    "    Default: ``GAMMA``.\n"
    "offset : float (double), optional\n"
    "gain : float (float), optional\n"
    "clip : bool, optional\n"
    "mask : int (uint32_t), optional\n"
    "most : int (size_t), optional\n"
    "    Default: ``-1``.\n"
    "out : array of double, length n, optional\n"
    "    Allocated when left out.\n"
    "n : int (size_t), optional\n"
    "    Inferred from in_ and out.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "out : array of double, length n\n"
    "    The one given, else a new one.\n"
    "\n"
    "void correct(const double *UNGIL_COUNTED_BY(n) in, double UNGIL_DEFAULT(GAMMA) gamma, double UNGIL_DEFAULT(0.5) offset, float UNGIL_DEFAULT(1) gain, bool UNGIL_DEFAULT(true) clip, uint32_t UNGIL_DEFAULT(0x10) mask, size_t UNGIL_DEFAULT(-1) most, double *UNGIL_OUT UNGIL_COUNTED_BY(n) out, size_t n, int threads)"},
    {"fill",
     (PyCFunction)(void (*)(void))ungil_call_fill,
     METH_FASTCALL | METH_KEYWORDS,
    "fill($module, n, value=0, out=None)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "n : int (size_t)\n"
    "value : int, optional\n"
    "out : array of int, length n, optional\n"
    "    Allocated when left out.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "out : array of int, length n\n"
    "    The one given, else a new one.\n"
    "\n"
    "void fill(size_t n, int UNGIL_DEFAULT(0) value, int *UNGIL_OUT UNGIL_COUNTED_BY(n) out)"},
    {"moments",
     (PyCFunction)(void (*)(void))ungil_call_moments,
     METH_FASTCALL | METH_KEYWORDS,
    "moments($module, x, higher=..., *, n=...)\n"
    "--\n"
    "\n"
    "Leaves out what the caller leaves out.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "x : array of double, length n\n"
    "higher : array of double, length 2, optional\n"
    "    Default: ``NULL``.\n"
    "n : int (size_t), optional\n"
    "    Inferred from x.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "higher : array of double, length 2, or None\n"
    "    The one given, else None.\n"
    "\n"
    "void moments(size_t n, const double *UNGIL_COUNTED_BY(n) x, double UNGIL_OUT UNGIL_DEFAULT(NULL) higher[2])"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    if (ungil_add_constant(ungil_self, "GAMMA", UNGIL_CONSTANT_VALUE(GAMMA)) < 0) {
        return -1;
    }
    return 0;
}

