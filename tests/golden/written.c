#include "written.h"

/* size_t positive(const double *UNGIL_COUNTED_BY(n) values, double *UNGIL_OUT UNGIL_COUNTED_BY(n) UNGIL_WRITTEN(return) kept, size_t n)
 * written.h:12 */
static const ungil_parameter ungil_parameters_positive[] = {
    {"values", "double", UNGIL_REQUIRED, UNGIL_REAL, 1, _Alignof(double), sizeof(double)},
    {"kept", "double", UNGIL_WRITABLE | UNGIL_OPTIONAL, UNGIL_REAL, 1, _Alignof(double), sizeof(double)},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_positive =
    {"positive", ungil_parameters_positive, 0, 2, 3, NULL};

static PyObject *ungil_call_positive(PyObject *module,
                                     PyObject *const *args,
                                     Py_ssize_t nargs,
                                     PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_positive;
    PyObject *slots[3];
    uint64_t bits = 0;
    size_t c_n = 0;
    ungil_array array_values;
    ungil_array array_kept;
    PyObject *made_kept = NULL;
    size_t c_return;
    PyObject *results[2];
    int result_count = 0;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_n = given == slots ? slots[2] : NULL;
    array_values.exported = false;
    UNGIL_NO_ARRAY(array_kept);
    if (given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 2, given_n, size_t, c_n, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_take_array(state, function, 0, given[0], &array_values) < 0) {
        goto done;
    }
    if (given[1] != NULL && given[1] != Py_None &&
        ungil_take_array(state, function, 1, given[1], &array_kept) < 0) {
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
    if (ungil_count_array(function, &count_n, 1, &array_kept, 0, true) < 0) {
        goto done;
    }
    if (given_n == NULL) {
        if (UNGIL_SET_COUNT(function, 2, count_n, size_t, c_n) < 0) {
            goto done;
        }
    }
    if (given[1] == NULL || given[1] == Py_None) {
        array_kept.ndim = 1;
        if (ungil_size(function, "n", UNGIL_EXACT(c_n), &array_kept.shape[0]) < 0) {
            goto done;
        }
        made_kept = ungil_allocate(module, function, 1, &array_kept, array_values.numpy || array_kept.numpy);
        if (made_kept == NULL) {
            goto done;
        }
    }
    if (UNGIL_UNLIKELY(array_values.exported | array_kept.exported | (made_kept != NULL)) && (array_values.numpy | array_kept.numpy)) {
        if (ungil_stay(function, 0, given[0], &array_values) < 0) {
            goto done;
        }
        if (made_kept == NULL && ungil_stay(function, 1, given[1], &array_kept) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    Py_XINCREF(given[1]);
    thread = PyEval_SaveThread();
    c_return = positive(array_values.data, array_kept.data, c_n);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    Py_XDECREF(given[1]);
    Py_ssize_t written_kept = 0;
    if (array_kept.data != NULL &&
        ungil_check_written(function, 1, &array_kept, "return", UNGIL_EXACT(c_return), &written_kept) < 0) {
        goto done;
    }
    if (!(given[1] == NULL || given[1] == Py_None)) {
        results[result_count] = UNGIL_FROM_INTEGER(size_t, c_return);
        if (results[result_count] == NULL) {
            goto done;
        }
        result_count++;
    }
    if (made_kept == NULL) {
        results[result_count] = Py_NewRef(given[1]);
    } else {
        results[result_count] = ungil_give(function, 1, made_kept, &array_kept, written_kept);
        made_kept = NULL;
    }
    if (results[result_count] == NULL) {
        goto done;
    }
    result_count++;
    returned = ungil_pack_results(results, result_count);
    result_count = 0;
done:
    ungil_drop_results(results, result_count);
    ungil_let_go(&array_values);
    ungil_let_go(&array_kept);
    Py_XDECREF(made_kept);
    return returned;
}


/* void split(const uint8_t *UNGIL_SIZED_BY(n) data, size_t n, uint8_t *UNGIL_OUT UNGIL_SIZED_BY(n) UNGIL_WRITTEN(*low_len) low, size_t *UNGIL_OUT low_len, uint8_t *UNGIL_OUT UNGIL_SIZED_BY(n) high)
 * written.h:16 */
static const ungil_parameter ungil_parameters_split[] = {
    {"data", "uint8_t", UNGIL_REQUIRED | UNGIL_ANY_BYTES, UNGIL_RAW, 1, _Alignof(uint8_t), 1},
    {"low", "uint8_t", UNGIL_WRITABLE | UNGIL_OPTIONAL | UNGIL_ANY_BYTES, UNGIL_RAW, 1, _Alignof(uint8_t), 1},
    {"high", "uint8_t", UNGIL_WRITABLE | UNGIL_OPTIONAL | UNGIL_ANY_BYTES, UNGIL_RAW, 1, _Alignof(uint8_t), 1},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_split =
    {"split", ungil_parameters_split, 3, 3, 4, NULL};

static PyObject *ungil_call_split(PyObject *module,
                                  PyObject *const *args,
                                  Py_ssize_t nargs,
                                  PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_split;
    PyObject *slots[4];
    uint64_t bits = 0;
    size_t c_n = 0;
    size_t c_low_len = 0;
    ungil_array array_data;
    ungil_array array_low;
    PyObject *made_low = NULL;
    ungil_array array_high;
    PyObject *made_high = NULL;
    PyObject *results[3];
    int result_count = 0;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_n = given == slots ? slots[3] : NULL;
    array_data.exported = false;
    UNGIL_NO_ARRAY(array_low);
    UNGIL_NO_ARRAY(array_high);
    if (given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 3, given_n, size_t, c_n, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_take_array(state, function, 0, given[0], &array_data) < 0) {
        goto done;
    }
    if (given[1] != NULL && given[1] != Py_None &&
        ungil_take_array(state, function, 1, given[1], &array_low) < 0) {
        goto done;
    }
    if (given[2] != NULL && given[2] != Py_None &&
        ungil_take_array(state, function, 2, given[2], &array_high) < 0) {
        goto done;
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (given_n != NULL &&
        ungil_count_passed(function, 3, &count_n, UNGIL_EXACT(c_n), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 0, &array_data, 0, false) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 1, &array_low, 0, true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 2, &array_high, 0, false) < 0) {
        goto done;
    }
    if (given_n == NULL) {
        if (UNGIL_SET_COUNT(function, 3, count_n, size_t, c_n) < 0) {
            goto done;
        }
    }
    if (given[1] == NULL || given[1] == Py_None) {
        array_low.ndim = 1;
        if (ungil_size(function, "n", UNGIL_EXACT(c_n), &array_low.shape[0]) < 0) {
            goto done;
        }
        made_low = ungil_allocate(module, function, 1, &array_low, array_data.numpy || array_low.numpy || array_high.numpy);
        if (made_low == NULL) {
            goto done;
        }
    }
    if (given[2] == NULL || given[2] == Py_None) {
        array_high.ndim = 1;
        if (ungil_size(function, "n", UNGIL_EXACT(c_n), &array_high.shape[0]) < 0) {
            goto done;
        }
        made_high = ungil_allocate(module, function, 2, &array_high, array_data.numpy || array_low.numpy || array_high.numpy);
        if (made_high == NULL) {
            goto done;
        }
    }
    if (UNGIL_UNLIKELY(array_data.exported | array_low.exported | array_high.exported | (made_low != NULL) | (made_high != NULL)) && (array_data.numpy | array_low.numpy | array_high.numpy)) {
        if (ungil_stay(function, 0, given[0], &array_data) < 0) {
            goto done;
        }
        if (made_low == NULL && ungil_stay(function, 1, given[1], &array_low) < 0) {
            goto done;
        }
        if (made_high == NULL && ungil_stay(function, 2, given[2], &array_high) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    Py_XINCREF(given[1]);
    Py_XINCREF(given[2]);
    thread = PyEval_SaveThread();
    split(array_data.data, c_n, array_low.data, &c_low_len, array_high.data);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    Py_XDECREF(given[1]);
    Py_XDECREF(given[2]);
    Py_ssize_t written_low = 0;
    if (array_low.data != NULL &&
        ungil_check_written(function, 1, &array_low, "*low_len", UNGIL_EXACT(c_low_len), &written_low) < 0) {
        goto done;
    }
    if (made_low == NULL) {
        results[result_count] = Py_NewRef(given[1]);
    } else {
        results[result_count] = ungil_give(function, 1, made_low, &array_low, written_low);
        made_low = NULL;
    }
    if (results[result_count] == NULL) {
        goto done;
    }
    result_count++;
    if (!(given[1] == NULL || given[1] == Py_None)) {
        results[result_count] = UNGIL_FROM_INTEGER(size_t, c_low_len);
        if (results[result_count] == NULL) {
            goto done;
        }
        result_count++;
    }
    if (made_high == NULL) {
        results[result_count] = Py_NewRef(given[2]);
    } else {
        results[result_count] = ungil_give(function, 2, made_high, &array_high, array_high.shape[0]);
        made_high = NULL;
    }
    if (results[result_count] == NULL) {
        goto done;
    }
    result_count++;
    returned = ungil_pack_results(results, result_count);
    result_count = 0;
done:
    ungil_drop_results(results, result_count);
    ungil_let_go(&array_data);
    ungil_let_go(&array_low);
    ungil_let_go(&array_high);
    Py_XDECREF(made_low);
    Py_XDECREF(made_high);
    return returned;
}


/* ssize_t encode(const uint8_t *UNGIL_SIZED_BY(n) data, size_t n, uint8_t *UNGIL_OUT UNGIL_OR_NULL UNGIL_SIZED_BY(room) UNGIL_WRITTEN(return) out, size_t UNGIL_DEFAULT(2 * n) room)
 * written.h:23 */
static const ungil_parameter ungil_parameters_encode[] = {
    {"data", "uint8_t", UNGIL_REQUIRED | UNGIL_ANY_BYTES, UNGIL_RAW, 1, _Alignof(uint8_t), 1},
    {"out", "uint8_t", UNGIL_WRITABLE | UNGIL_OPTIONAL | UNGIL_ANY_BYTES, UNGIL_RAW, 1, _Alignof(uint8_t), 1},
    {"room", "size_t", 0, 0, 0, 0, 0},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_encode =
    {"encode", ungil_parameters_encode, 7, 3, 4, NULL};

UNGIL_FAST size_t ungil_default_encode_3(size_t n) {
    return 2 * n;
}

static PyObject *ungil_call_encode(PyObject *module,
                                   PyObject *const *args,
                                   Py_ssize_t nargs,
                                   PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_encode;
    PyObject *slots[4];
    uint64_t bits = 0;
    size_t c_n = 0;
    size_t c_room = 0;
    ungil_array array_data;
    ungil_array array_out;
    PyObject *made_out = NULL;
    ssize_t c_return;
    PyObject *results[2];
    int result_count = 0;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_n = given == slots ? slots[3] : NULL;
    array_data.exported = false;
    UNGIL_NO_ARRAY(array_out);
    if (given[2] != NULL &&
        UNGIL_TO_INTEGER(function, 2, given[2], size_t, c_room, bits) < 0) {
        goto done;
    }
    if (given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 3, given_n, size_t, c_n, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_take_array(state, function, 0, given[0], &array_data) < 0) {
        goto done;
    }
    if (given[1] != NULL && given[1] != Py_None &&
        ungil_take_array(state, function, 1, given[1], &array_out) < 0) {
        goto done;
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (given_n != NULL &&
        ungil_count_passed(function, 3, &count_n, UNGIL_EXACT(c_n), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 0, &array_data, 0, false) < 0) {
        goto done;
    }
    if (given_n == NULL) {
        if (UNGIL_SET_COUNT(function, 3, count_n, size_t, c_n) < 0) {
            goto done;
        }
    }
    ungil_count count_room = UNGIL_COUNT("room");
    if (given[2] != NULL &&
        ungil_count_passed(function, 2, &count_room, UNGIL_EXACT(c_room), nargs <= 2) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_room, 1, &array_out, 0, true) < 0) {
        goto done;
    }
    if (given[2] == NULL) {
        if (count_room.from >= 0) {
            if (UNGIL_SET_COUNT(function, 2, count_room, size_t, c_room) < 0) {
                goto done;
            }
        } else {
            c_room = ungil_default_encode_3(c_n);
        }
    }
    if (given[1] == NULL) {
        array_out.ndim = 1;
        if (ungil_size(function, "room", UNGIL_EXACT(c_room), &array_out.shape[0]) < 0) {
            goto done;
        }
        made_out = ungil_allocate(module, function, 1, &array_out, array_data.numpy || array_out.numpy);
        if (made_out == NULL) {
            goto done;
        }
    }
    if (UNGIL_UNLIKELY(array_data.exported | array_out.exported | (made_out != NULL)) && (array_data.numpy | array_out.numpy)) {
        if (ungil_stay(function, 0, given[0], &array_data) < 0) {
            goto done;
        }
        if (made_out == NULL && ungil_stay(function, 1, given[1], &array_out) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    Py_XINCREF(given[1]);
    thread = PyEval_SaveThread();
    c_return = encode(array_data.data, c_n, array_out.data, c_room);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    Py_XDECREF(given[1]);
    Py_ssize_t written_out = 0;
    if (array_out.data != NULL &&
        ungil_check_written(function, 1, &array_out, "return", UNGIL_EXACT(c_return), &written_out) < 0) {
        goto done;
    }
    if (!(given[1] == NULL)) {
        results[result_count] = UNGIL_FROM_INTEGER(ssize_t, c_return);
        if (results[result_count] == NULL) {
            goto done;
        }
        result_count++;
    }
    if (made_out == NULL) {
        results[result_count] = Py_NewRef(given[1]);
    } else {
        results[result_count] = ungil_give(function, 1, made_out, &array_out, written_out);
        made_out = NULL;
    }
    if (results[result_count] == NULL) {
        goto done;
    }
    result_count++;
    returned = ungil_pack_results(results, result_count);
    result_count = 0;
done:
    ungil_drop_results(results, result_count);
    ungil_let_go(&array_data);
    ungil_let_go(&array_out);
    Py_XDECREF(made_out);
    return returned;
}


static PyMethodDef ungil_methods[] = {
    {"positive",
     (PyCFunction)(void (*)(void))ungil_call_positive,
     METH_FASTCALL | METH_KEYWORDS,
    "positive($module, values, kept=None, *, n=...)\n"
    "--\n"
    "\n"
    "Copies what is positive.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "values : array of double, length n\n"
    "kept : array of double, length n, optional\n"
    "    Allocated when left out.\n"
    "n : int (size_t), optional\n"
    "    Inferred from values and kept.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int (size_t)\n"
    "    Not returned with kept left out.\n"
    "kept : array of double, length n\n"
    "    The one given, else a new one, cut to the C result.\n"
    "\n"
    "size_t positive(const double *UNGIL_COUNTED_BY(n) values, double *UNGIL_OUT UNGIL_COUNTED_BY(n) UNGIL_WRITTEN(return) kept, size_t n)"},
    {"split",
     (PyCFunction)(void (*)(void))ungil_call_split,
     METH_FASTCALL | METH_KEYWORDS,
    "split($module, data, low=None, high=None, *, n=...)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "data : bytes-like, length n\n"
    "low : bytes-like, length n, optional\n"
    "    Allocated when left out.\n"
    "high : bytes-like, length n, optional\n"
    "    Allocated when left out.\n"
    "n : int (size_t), optional\n"
    "    Inferred from data, low and high.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "low : bytes-like, length n\n"
    "    The one given, else a new one, cut to ``*low_len``.\n"
    "low_len : int (size_t)\n"
    "    Not returned with low left out.\n"
    "high : bytes-like, length n\n"
    "    The one given, else a new one.\n"
    "\n"
    "void split(const uint8_t *UNGIL_SIZED_BY(n) data, size_t n, uint8_t *UNGIL_OUT UNGIL_SIZED_BY(n) UNGIL_WRITTEN(*low_len) low, size_t *UNGIL_OUT low_len, uint8_t *UNGIL_OUT UNGIL_SIZED_BY(n) high)"},
    {"encode",
     (PyCFunction)(void (*)(void))ungil_call_encode,
     METH_FASTCALL | METH_KEYWORDS,
    "encode($module, data, out=None, room=..., *, n=...)\n"
    "--\n"
    "\n"
    "Encodes; without a place to write to it tells how much room it needs.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "data : bytes-like, length n\n"
    "out : bytes-like, length room, or None, optional\n"
    "    Allocated when left out.\n"
    "room : int (size_t), optional\n"
    "    Inferred from out, else ``2 * n``.\n"
    "n : int (size_t), optional\n"
    "    Inferred from data.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int (ssize_t)\n"
    "    Not returned with out left out.\n"
    "out : bytes-like, length room, or None\n"
    "    The one given, else a new one, cut to the C result.\n"
    "\n"
    "ssize_t encode(const uint8_t *UNGIL_SIZED_BY(n) data, size_t n, uint8_t *UNGIL_OUT UNGIL_OR_NULL UNGIL_SIZED_BY(room) UNGIL_WRITTEN(return) out, size_t UNGIL_DEFAULT(2 * n) room)"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    return 0;
}

