#include "sized.h"

/* uint32_t checksum(uint32_t start, const uint8_t *UNGIL_SIZED_BY(n) UNGIL_OR_NULL UNGIL_DEFAULT(NULL) data, size_t n)
 * sized.h:10 */
static const ungil_parameter ungil_parameters_checksum[] = {
    {"start", "uint32_t", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"data", "uint8_t", UNGIL_OPTIONAL | UNGIL_ANY_BYTES, UNGIL_RAW, 1, _Alignof(uint8_t), 1},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_checksum =
    {"checksum", ungil_parameters_checksum, 0, 2, 3, NULL};

static PyObject *ungil_call_checksum(PyObject *module,
                                     PyObject *const *args,
                                     Py_ssize_t nargs,
                                     PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_checksum;
    PyObject *slots[3];
    uint64_t bits = 0;
    uint32_t c_start = 0;
    size_t c_n = 0;
    ungil_array array_data;
    uint32_t c_return;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_n = given == slots ? slots[2] : NULL;
    UNGIL_NO_ARRAY(array_data);
    if (UNGIL_TO_INTEGER(function, 0, given[0], uint32_t, c_start, bits) < 0) {
        goto done;
    }
    if (given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 2, given_n, size_t, c_n, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (given[1] != NULL && given[1] != Py_None &&
        ungil_take_array(state, function, 1, given[1], &array_data) < 0) {
        goto done;
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (given_n != NULL &&
        ungil_count_passed(function, 2, &count_n, UNGIL_EXACT(c_n), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 1, &array_data, 0, false) < 0) {
        goto done;
    }
    if (given_n == NULL) {
        if (UNGIL_SET_COUNT(function, 2, count_n, size_t, c_n) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given[1]);
    thread = PyEval_SaveThread();
    c_return = checksum(c_start, array_data.data, c_n);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[1]);
    returned = UNGIL_FROM_INTEGER(uint32_t, c_return);
done:
    ungil_let_go(&array_data);
    return returned;
}


/* void invert(unsigned char *UNGIL_SIZED_BY(n) data, size_t n)
 * sized.h:14 */
static const ungil_parameter ungil_parameters_invert[] = {
    {"data", "unsigned char", UNGIL_REQUIRED | UNGIL_WRITABLE | UNGIL_ANY_BYTES, UNGIL_RAW, 1, _Alignof(unsigned char), 1},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_invert =
    {"invert", ungil_parameters_invert, 3, 1, 2, NULL};

static PyObject *ungil_call_invert(PyObject *module,
                                   PyObject *const *args,
                                   Py_ssize_t nargs,
                                   PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_invert;
    PyObject *slots[2];
    uint64_t bits = 0;
    size_t c_n = 0;
    ungil_array array_data;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_n = given == slots ? slots[1] : NULL;
    array_data.exported = false;
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
    invert(array_data.data, c_n);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    returned = Py_NewRef(Py_None);
done:
    ungil_let_go(&array_data);
    return returned;
}


/* size_t pack_bound(size_t n)
 * sized.h:16 */
static const ungil_parameter ungil_parameters_pack_bound[] = {
    {"n", "size_t", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_pack_bound =
    {"pack_bound", ungil_parameters_pack_bound, 5, 1, 1, NULL};

static PyObject *ungil_call_pack_bound(PyObject *module,
                                       PyObject *const *args,
                                       Py_ssize_t nargs,
                                       PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_pack_bound;
    PyObject *slots[1];
    uint64_t bits = 0;
    size_t c_n = 0;
    size_t c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 0, given[0], size_t, c_n, bits) < 0) {
        return NULL;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = pack_bound(c_n);
    PyEval_RestoreThread(thread);
    return UNGIL_FROM_INTEGER(size_t, c_return);
}


/* void pack(uint8_t *UNGIL_OUT UNGIL_SIZED_BY(*dest_len) dest, size_t *UNGIL_INOUT UNGIL_DEFAULT(pack_bound(source_len)) dest_len, const uint8_t *UNGIL_SIZED_BY(source_len) source, size_t source_len, int UNGIL_DEFAULT(-1) level)
 * sized.h:19 */
static const ungil_parameter ungil_parameters_pack[] = {
    {"source", "uint8_t", UNGIL_REQUIRED | UNGIL_ANY_BYTES, UNGIL_RAW, 1, _Alignof(uint8_t), 1},
    {"level", "int", 0, 0, 0, 0, 0},
    {"dest", "uint8_t", UNGIL_WRITABLE | UNGIL_OPTIONAL | UNGIL_ANY_BYTES, UNGIL_RAW, 1, _Alignof(uint8_t), 1},
    {"dest_len", "size_t", 0, 0, 0, 0, 0},
    {"source_len", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_pack =
    {"pack", ungil_parameters_pack, 6, 2, 5, NULL};

UNGIL_FAST size_t ungil_default_pack_1(size_t source_len) {
    return pack_bound(source_len);
}

UNGIL_FAST int ungil_default_pack_4(void) {
    return -1;
}

static PyObject *ungil_call_pack(PyObject *module,
                                 PyObject *const *args,
                                 Py_ssize_t nargs,
                                 PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_pack;
    PyObject *slots[5];
    uint64_t bits = 0;
    size_t c_dest_len = 0;
    size_t c_source_len = 0;
    int c_level = 0;
    ungil_array array_source;
    ungil_array array_dest;
    PyObject *made_dest = NULL;
    PyObject *results[2];
    int result_count = 0;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_dest = given == slots ? slots[2] : NULL;
    PyObject *given_dest_len = given == slots ? slots[3] : NULL;
    PyObject *given_source_len = given == slots ? slots[4] : NULL;
    array_source.exported = false;
    UNGIL_NO_ARRAY(array_dest);
    if (given[1] != NULL &&
        UNGIL_TO_INTEGER(function, 1, given[1], int, c_level, bits) < 0) {
        goto done;
    }
    if (given_dest_len != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 3, given_dest_len, size_t, c_dest_len, bits) < 0) {
        goto done;
    }
    if (given_source_len != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 4, given_source_len, size_t, c_source_len, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_take_array(state, function, 0, given[0], &array_source) < 0) {
        goto done;
    }
    if (given_dest != NULL && given_dest != Py_None &&
        ungil_take_array(state, function, 2, given_dest, &array_dest) < 0) {
        goto done;
    }
    if (given[1] == NULL) {
        c_level = ungil_default_pack_4();
    }
    ungil_count count_source_len = UNGIL_COUNT("source_len");
    if (given_source_len != NULL &&
        ungil_count_passed(function, 4, &count_source_len, UNGIL_EXACT(c_source_len), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_source_len, 0, &array_source, 0, false) < 0) {
        goto done;
    }
    if (given_source_len == NULL) {
        if (UNGIL_SET_COUNT(function, 4, count_source_len, size_t, c_source_len) < 0) {
            goto done;
        }
    }
    ungil_count count_dest_len = UNGIL_COUNT("dest_len");
    if (given_dest_len != NULL &&
        ungil_count_passed(function, 3, &count_dest_len, UNGIL_EXACT(c_dest_len), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_dest_len, 2, &array_dest, 0, true) < 0) {
        goto done;
    }
    if (given_dest_len == NULL) {
        if (count_dest_len.from >= 0) {
            if (UNGIL_SET_COUNT(function, 3, count_dest_len, size_t, c_dest_len) < 0) {
                goto done;
            }
        } else {
            c_dest_len = ungil_default_pack_1(c_source_len);
        }
    }
    if (given_dest == NULL || given_dest == Py_None) {
        array_dest.ndim = 1;
        if (ungil_size(function, "*dest_len", UNGIL_EXACT(c_dest_len), &array_dest.shape[0]) < 0) {
            goto done;
        }
        made_dest = ungil_allocate(module, function, 2, &array_dest, array_source.numpy || array_dest.numpy);
        if (made_dest == NULL) {
            goto done;
        }
    }
    if (UNGIL_UNLIKELY(array_source.exported | array_dest.exported | (made_dest != NULL)) && (array_source.numpy | array_dest.numpy)) {
        if (ungil_stay(function, 0, given[0], &array_source) < 0) {
            goto done;
        }
        if (made_dest == NULL && ungil_stay(function, 2, given_dest, &array_dest) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    Py_XINCREF(given_dest);
    thread = PyEval_SaveThread();
    pack(array_dest.data, &c_dest_len, array_source.data, c_source_len, c_level);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    Py_XDECREF(given_dest);
    Py_ssize_t written_dest = 0;
    if (array_dest.data != NULL &&
        ungil_check_written(function, 2, &array_dest, "*dest_len", UNGIL_EXACT(c_dest_len), &written_dest) < 0) {
        goto done;
    }
    if (made_dest == NULL) {
        results[result_count] = Py_NewRef(given_dest);
    } else {
        results[result_count] = ungil_give(function, 2, made_dest, &array_dest, written_dest);
        made_dest = NULL;
    }
    if (results[result_count] == NULL) {
        goto done;
    }
    result_count++;
    if (!(given_dest == NULL || given_dest == Py_None)) {
        results[result_count] = UNGIL_FROM_INTEGER(size_t, c_dest_len);
        if (results[result_count] == NULL) {
            goto done;
        }
        result_count++;
    }
    returned = ungil_pack_results(results, result_count);
    result_count = 0;
done:
    ungil_drop_results(results, result_count);
    ungil_let_go(&array_source);
    ungil_let_go(&array_dest);
    Py_XDECREF(made_dest);
    return returned;
}


static PyMethodDef ungil_methods[] = {
    {"checksum",
     (PyCFunction)(void (*)(void))ungil_call_checksum,
     METH_FASTCALL | METH_KEYWORDS,
    "checksum($module, start, data=None, *, n=...)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "start : int (uint32_t)\n"
    "data : bytes-like, length n, or None, optional\n"
    "n : int (size_t), optional\n"
    "    Inferred from data.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int (uint32_t)\n"
    "\n"
    "uint32_t checksum(uint32_t start, const uint8_t *UNGIL_SIZED_BY(n) UNGIL_OR_NULL UNGIL_DEFAULT(NULL) data, size_t n)"},
    {"invert",
     (PyCFunction)(void (*)(void))ungil_call_invert,
     METH_FASTCALL | METH_KEYWORDS,
    "invert($module, data, *, n=...)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "data : bytes-like, length n, changed in place\n"
    "n : int (size_t), optional\n"
    "    Inferred from data.\n"
    "\n"
    "void invert(unsigned char *UNGIL_SIZED_BY(n) data, size_t n)"},
    {"pack_bound",
     (PyCFunction)(void (*)(void))ungil_call_pack_bound,
     METH_FASTCALL | METH_KEYWORDS,
    "pack_bound($module, n)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "n : int (size_t)\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int (size_t)\n"
    "\n"
    "size_t pack_bound(size_t n)"},
    {"pack",
     (PyCFunction)(void (*)(void))ungil_call_pack,
     METH_FASTCALL | METH_KEYWORDS,
    "pack($module, source, level=-1, *, dest=None, dest_len=..., source_len=...)\n"
    "--\n"
    "\n"
    "Packs bytes.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "source : bytes-like, length source_len\n"
    "level : int, optional\n"
    "dest : bytes-like, length *dest_len, optional\n"
    "    Allocated when left out.\n"
    "dest_len : int (size_t), optional\n"
    "    Inferred from dest, else ``pack_bound(source_len)``.\n"
    "source_len : int (size_t), optional\n"
    "    Inferred from source.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "dest : bytes-like, length *dest_len\n"
    "    The one given, else a new one, cut to ``*dest_len``.\n"
    "dest_len : int (size_t)\n"
    "    Not returned with dest left out.\n"
    "\n"
    "void pack(uint8_t *UNGIL_OUT UNGIL_SIZED_BY(*dest_len) dest, size_t *UNGIL_INOUT UNGIL_DEFAULT(pack_bound(source_len)) dest_len, const uint8_t *UNGIL_SIZED_BY(source_len) source, size_t source_len, int UNGIL_DEFAULT(-1) level)"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    return 0;
}

