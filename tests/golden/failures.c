#include "failures.h"

/* int start(int level) UNGIL_STATUS(explain) UNGIL_SERIALIZED
 * failures.h:16 */
static const ungil_parameter ungil_parameters_start[] = {
    {"level", "int", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_start =
    {"start", ungil_parameters_start, 0, 1, 1, NULL};

UNGIL_FAST const char *ungil_message_start(int ungil_return) {
    (void)ungil_return;
    return explain(ungil_return);
}

static PyObject *ungil_call_start(PyObject *module,
                                  PyObject *const *args,
                                  Py_ssize_t nargs,
                                  PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_start;
    PyObject *slots[1];
    uint64_t bits = 0;
    int c_level = 0;
    int c_return;
    PyObject *returned = NULL;
    bool serial = false;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 0, given[0], int, c_level, bits) < 0) {
        goto done;
    }
    if (ungil_serial_enter(function) < 0) {
        goto done;
    }
    serial = true;
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = start(c_level);
    PyEval_RestoreThread(thread);
    if (c_return != 0) {
        ungil_raise_error(module, function, UNGIL_FROM_INTEGER(int, c_return), ungil_message_start(c_return));
        goto done;
    }
    returned = Py_NewRef(Py_None);
done:
    if (serial) {
        ungil_serial_leave();
    }
    return returned;
}


/* int search(int key) UNGIL_SUCCESS(return >= 0)
 * failures.h:18 */
static const ungil_parameter ungil_parameters_search[] = {
    {"key", "int", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_search =
    {"search", ungil_parameters_search, 1, 1, 1, NULL};

UNGIL_FAST bool ungil_success_search(int ungil_return) {
    (void)ungil_return;
    return ungil_return >= 0;
}

static PyObject *ungil_call_search(PyObject *module,
                                   PyObject *const *args,
                                   Py_ssize_t nargs,
                                   PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_search;
    PyObject *slots[1];
    uint64_t bits = 0;
    int c_key = 0;
    int c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 0, given[0], int, c_key, bits) < 0) {
        return NULL;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = search(c_key);
    PyEval_RestoreThread(thread);
    if (!ungil_success_search(c_return)) {
        ungil_raise_error(module, function, UNGIL_FROM_INTEGER(int, c_return), NULL);
        return NULL;
    }
    return UNGIL_FROM_INTEGER(int, c_return);
}


/* ssize_t receive(int file, uint8_t *UNGIL_OUT UNGIL_SIZED_BY(n) UNGIL_WRITTEN(return) data, size_t n) UNGIL_ERRNO
 * failures.h:20 */
static const ungil_parameter ungil_parameters_receive[] = {
    {"file", "int", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"n", "size_t", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"data", "uint8_t", UNGIL_WRITABLE | UNGIL_OPTIONAL | UNGIL_ANY_BYTES, UNGIL_RAW, 1, _Alignof(uint8_t), 1},
};
static const ungil_signature ungil_signature_receive =
    {"receive", ungil_parameters_receive, 2, 2, 3, NULL};

static PyObject *ungil_call_receive(PyObject *module,
                                    PyObject *const *args,
                                    Py_ssize_t nargs,
                                    PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_receive;
    PyObject *slots[3];
    uint64_t bits = 0;
    int c_file = 0;
    size_t c_n = 0;
    ungil_array array_data;
    PyObject *made_data = NULL;
    ssize_t c_return;
    PyObject *results[2];
    int result_count = 0;
    PyObject *returned = NULL;
    int errno_left;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_data = given == slots ? slots[2] : NULL;
    UNGIL_NO_ARRAY(array_data);
    if (UNGIL_TO_INTEGER(function, 0, given[0], int, c_file, bits) < 0) {
        goto done;
    }
    if (UNGIL_TO_INTEGER(function, 1, given[1], size_t, c_n, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (given_data != NULL && given_data != Py_None &&
        ungil_take_array(state, function, 2, given_data, &array_data) < 0) {
        goto done;
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (ungil_count_passed(function, 1, &count_n, UNGIL_EXACT(c_n), nargs <= 1) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 2, &array_data, 0, true) < 0) {
        goto done;
    }
    if (given_data == NULL || given_data == Py_None) {
        array_data.ndim = 1;
        if (ungil_size(function, "n", UNGIL_EXACT(c_n), &array_data.shape[0]) < 0) {
            goto done;
        }
        made_data = ungil_allocate(module, function, 2, &array_data, array_data.numpy);
        if (made_data == NULL) {
            goto done;
        }
    }
    if (UNGIL_UNLIKELY(array_data.exported | (made_data != NULL)) && (array_data.numpy)) {
        if (made_data == NULL && ungil_stay(function, 2, given_data, &array_data) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given_data);
    thread = PyEval_SaveThread();
    errno = 0;
    c_return = receive(c_file, array_data.data, c_n);
    errno_left = errno;
    PyEval_RestoreThread(thread);
    Py_XDECREF(given_data);
    if ((int64_t)c_return < 0) {
        ungil_raise_errno(errno_left);
        goto done;
    }
    Py_ssize_t written_data = 0;
    if (array_data.data != NULL &&
        ungil_check_written(function, 2, &array_data, "return", UNGIL_EXACT(c_return), &written_data) < 0) {
        goto done;
    }
    if (!(given_data == NULL || given_data == Py_None)) {
        results[result_count] = UNGIL_FROM_INTEGER(ssize_t, c_return);
        if (results[result_count] == NULL) {
            goto done;
        }
        result_count++;
    }
    if (made_data == NULL) {
        results[result_count] = Py_NewRef(given_data);
    } else {
        results[result_count] = ungil_give(function, 2, made_data, &array_data, written_data);
        made_data = NULL;
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
    Py_XDECREF(made_data);
    return returned;
}


/* char *UNGIL_NUL_TERMINATED UNGIL_OWNED(release) describe(int key)
 * failures.h:23 */
static const ungil_parameter ungil_parameters_describe[] = {
    {"key", "int", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_describe =
    {"describe", ungil_parameters_describe, 5, 1, 1, NULL};

static PyObject *ungil_call_describe(PyObject *module,
                                     PyObject *const *args,
                                     Py_ssize_t nargs,
                                     PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_describe;
    PyObject *slots[1];
    uint64_t bits = 0;
    int c_key = 0;
    const char *c_return = NULL;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 0, given[0], int, c_key, bits) < 0) {
        goto done;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = describe(c_key);
    PyEval_RestoreThread(thread);
    returned = c_return == NULL ? ungil_null_result(function, PyExc_MemoryError) : ungil_from_text(c_return);
done:
    if (c_return != NULL) {
        release((void *)(uintptr_t)c_return);
    }
    return returned;
}


static PyMethodDef ungil_methods[] = {
    {"start",
     (PyCFunction)(void (*)(void))ungil_call_start,
     METH_FASTCALL | METH_KEYWORDS,
    "start($module, level)\n"
    "--\n"
    "\n"
    "Opens what there is to open.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "level : int\n"
    "\n"
    "Raises\n"
    "------\n"
    "Error\n"
    "    Unless ``return == 0``; ``code`` is the C result.\n"
    "\n"
    "int start(int level) UNGIL_STATUS(explain) UNGIL_SERIALIZED"},
    {"search",
     (PyCFunction)(void (*)(void))ungil_call_search,
     METH_FASTCALL | METH_KEYWORDS,
    "search($module, key)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "key : int\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int\n"
    "\n"
    "Raises\n"
    "------\n"
    "Error\n"
    "    Unless ``return >= 0``; ``code`` is the C result.\n"
    "\n"
    "int search(int key) UNGIL_SUCCESS(return >= 0)"},
    {"receive",
     (PyCFunction)(void (*)(void))ungil_call_receive,
     METH_FASTCALL | METH_KEYWORDS,
    "receive($module, file, n, *, data=None)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "file : int\n"
    "n : int (size_t)\n"
    "data : bytes-like, length n, optional\n"
    "    Allocated when left out.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int (ssize_t)\n"
    "    Not returned with data left out.\n"
    "data : bytes-like, length n\n"
    "    The one given, else a new one, cut to the C result.\n"
    "\n"
    "Raises\n"
    "------\n"
    "OSError\n"
    "    From errno: a negative or NULL result.\n"
    "\n"
    "ssize_t receive(int file, uint8_t *UNGIL_OUT UNGIL_SIZED_BY(n) UNGIL_WRITTEN(return) data, size_t n) UNGIL_ERRNO"},
    {"describe",
     (PyCFunction)(void (*)(void))ungil_call_describe,
     METH_FASTCALL | METH_KEYWORDS,
    "describe($module, key)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "key : int\n"
    "\n"
    "Returns\n"
    "-------\n"
    "str\n"
    "\n"
    "Raises\n"
    "------\n"
    "MemoryError\n"
    "    If C returns NULL.\n"
    "\n"
    "char *UNGIL_NUL_TERMINATED UNGIL_OWNED(release) describe(int key)"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    if (ungil_add_error(ungil_self) < 0) {
        return -1;
    }
    return 0;
}

