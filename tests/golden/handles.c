#include "handles.h"

static const ungil_class ungil_classes[3];
static PyObject *ungil_call_store_query_end_of_1(PyObject *, PyObject *const *, Py_ssize_t, PyObject *);
static PyObject *ungil_call_store_close(PyObject *, PyObject *const *, Py_ssize_t, PyObject *);

/* int store_open(const char *UNGIL_NUL_TERMINATED path, store *UNGIL_OWNED(store_close) *UNGIL_OUT s) UNGIL_STATUS(store_explain(*s))
 * handles.h:23 */
static const ungil_parameter ungil_parameters_store_open[] = {
    {"path", "str", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_store_open =
    {"store_open", ungil_parameters_store_open, 0, 1, 1, NULL};

UNGIL_FAST const char *ungil_message_store_open(int ungil_return, store **s) {
    (void)ungil_return;
    return store_explain(*s);
}

static PyObject *ungil_call_store_open(PyObject *module,
                                       PyObject *const *args,
                                       Py_ssize_t nargs,
                                       PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_store_open;
    PyObject *slots[1];
    const char *c_path = NULL;
    store *c_s = NULL;
    PyObject *made_s = NULL;
    int c_return;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_to_text(function, 0, given[0], &c_path) < 0) {
        goto done;
    }
    ungil_free_postponed(state);
    made_s = ungil_handle_new(state, &ungil_classes[0], ungil_call_store_close, 0);
    if (made_s == NULL) {
        goto done;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = store_open(c_path, &c_s);
    PyEval_RestoreThread(thread);
    ungil_handle_fill(made_s, c_s);
    if (c_return != 0) {
        ungil_raise_error(module, function, UNGIL_FROM_INTEGER(int, c_return), ungil_message_store_open(c_return, &c_s));
        goto done;
    }
    returned = ungil_give_handle(function, &made_s, false, true);
done:
    ungil_drop_handle(made_s);
    return returned;
}


/* int store_close(store *UNGIL_CONSUMED s) UNGIL_STATUS()
 * handles.h:26 */
static const ungil_parameter ungil_parameters_store_close[] = {
    {"s", "a store", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_store_close =
    {"store_close", ungil_parameters_store_close, 1, 1, 1, NULL};

static PyObject *ungil_call_store_close(PyObject *module,
                                        PyObject *const *args,
                                        Py_ssize_t nargs,
                                        PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_store_close;
    PyObject *slots[1];
    store *c_s = NULL;
    ungil_visit visits[1] = {UNGIL_VISIT(UNGIL_LAST, 0)};
    int c_return;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_to_handle(state, function, 0, given[0], 0, &visits[0]) < 0) {
        goto done;
    }
    if (ungil_enter(function, visits, 1) < 0) {
        goto done;
    }
    c_s = ungil_pointer(&visits[0]);
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = store_close(c_s);
    PyEval_RestoreThread(thread);
    visits[0].gone = true;
    if (c_return != 0) {
        ungil_raise_error(module, function, UNGIL_FROM_INTEGER(int, c_return), NULL);
        goto done;
    }
    returned = Py_NewRef(Py_None);
done:
    ungil_leave(visits, 1);
    return returned;
}


/* store_query *UNGIL_OWNED(store_query_end) UNGIL_OR_NULL store_find(store *UNGIL_LIFETIMEBOUND s, const int64_t *UNGIL_COUNTED_BY(n) UNGIL_LIFETIMEBOUND keys, size_t n)
 * handles.h:30 */
static const ungil_parameter ungil_parameters_store_find[] = {
    {"s", "a store", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"keys", "int64_t", UNGIL_REQUIRED, UNGIL_INTEGER_KIND(int64_t), 1, _Alignof(int64_t), sizeof(int64_t)},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_store_find =
    {"store_find", ungil_parameters_store_find, 2, 2, 3, NULL};

static PyObject *ungil_call_store_find(PyObject *module,
                                       PyObject *const *args,
                                       Py_ssize_t nargs,
                                       PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_store_find;
    PyObject *slots[3];
    uint64_t bits = 0;
    size_t c_n = 0;
    ungil_array array_keys;
    store *c_s = NULL;
    PyObject *made_return = NULL;
    ungil_visit visits[1] = {UNGIL_VISIT(UNGIL_EXCLUSIVE, 0)};
    store_query *c_return;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_n = given == slots ? slots[2] : NULL;
    array_keys.exported = false;
    ungil_state *state = ungil_state_of(module);
    if (ungil_to_handle(state, function, 0, given[0], 0, &visits[0]) < 0) {
        goto done;
    }
    if (given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 2, given_n, size_t, c_n, bits) < 0) {
        goto done;
    }
    if (ungil_take_buffer(state, function, 1, given[1], &array_keys, false) < 0) {
        goto done;
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (given_n != NULL &&
        ungil_count_passed(function, 2, &count_n, UNGIL_EXACT(c_n), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 1, &array_keys, 0, false) < 0) {
        goto done;
    }
    if (given_n == NULL) {
        if (UNGIL_SET_COUNT(function, 2, count_n, size_t, c_n) < 0) {
            goto done;
        }
    }
    if (ungil_enter(function, visits, 1) < 0) {
        goto done;
    }
    c_s = ungil_pointer(&visits[0]);
    ungil_free_postponed(state);
    made_return = ungil_handle_new(state, &ungil_classes[1], ungil_call_store_query_end_of_1, 2);
    if (made_return == NULL) {
        goto done;
    }
    if (visits[0].handle != NULL &&
        ungil_keep_handle(made_return, visits[0].handle) < 0) {
        goto done;
    }
    UNGIL_KEEP_ARRAY(made_return, array_keys);
    {
        if (ungil_stay(function, 1, given[1], &array_keys) < 0) {
            goto done;
        }
    }
    PyThreadState *thread;
    Py_XINCREF(given[1]);
    thread = PyEval_SaveThread();
    c_return = store_find(c_s, array_keys.data, c_n);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[1]);
    ungil_handle_fill(made_return, c_return);
    returned = ungil_give_handle(function, &made_return, true, false);
done:
    ungil_drop_handle(made_return);
    ungil_leave(visits, 1);
    ungil_let_go(&array_keys);
    return returned;
}


/* int64_t store_query_next(store_query *q, int64_t none)
 * handles.h:34 */
static const ungil_parameter ungil_parameters_store_query_next[] = {
    {"q", "a store_query", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"none", "int64_t", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_store_query_next =
    {"store_query_next", ungil_parameters_store_query_next, 5, 2, 2, NULL};

static PyObject *ungil_call_store_query_next(PyObject *module,
                                             PyObject *const *args,
                                             Py_ssize_t nargs,
                                             PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_store_query_next;
    PyObject *slots[2];
    uint64_t bits = 0;
    int64_t c_none = 0;
    store_query *c_q = NULL;
    ungil_visit visits[1] = {UNGIL_VISIT(UNGIL_EXCLUSIVE, 0)};
    int64_t c_return;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_to_handle(state, function, 0, given[0], 1, &visits[0]) < 0) {
        goto done;
    }
    if (UNGIL_TO_INTEGER(function, 1, given[1], int64_t, c_none, bits) < 0) {
        goto done;
    }
    if (ungil_enter(function, visits, 1) < 0) {
        goto done;
    }
    c_q = ungil_pointer(&visits[0]);
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = store_query_next(c_q, c_none);
    PyEval_RestoreThread(thread);
    returned = UNGIL_FROM_INTEGER(int64_t, c_return);
done:
    ungil_leave(visits, 1);
    return returned;
}


/* int store_last(store *UNGIL_LIFETIMEBOUND s, store_query *UNGIL_OWNED(store_query_end) UNGIL_OR_NULL *UNGIL_OUT q) UNGIL_STATUS(store_explain(s))
 * handles.h:36 */
static const ungil_parameter ungil_parameters_store_last[] = {
    {"s", "a store", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_store_last =
    {"store_last", ungil_parameters_store_last, 7, 1, 1, NULL};

UNGIL_FAST const char *ungil_message_store_last(int ungil_return, store *s) {
    (void)ungil_return;
    return store_explain(s);
}

static PyObject *ungil_call_store_last(PyObject *module,
                                       PyObject *const *args,
                                       Py_ssize_t nargs,
                                       PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_store_last;
    PyObject *slots[1];
    store *c_s = NULL;
    store_query *c_q = NULL;
    PyObject *made_q = NULL;
    ungil_visit visits[1] = {UNGIL_VISIT(UNGIL_EXCLUSIVE, 0)};
    int c_return;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_to_handle(state, function, 0, given[0], 0, &visits[0]) < 0) {
        goto done;
    }
    if (ungil_enter(function, visits, 1) < 0) {
        goto done;
    }
    c_s = ungil_pointer(&visits[0]);
    ungil_free_postponed(state);
    made_q = ungil_handle_new(state, &ungil_classes[1], ungil_call_store_query_end_of_1, 1);
    if (made_q == NULL) {
        goto done;
    }
    if (visits[0].handle != NULL &&
        ungil_keep_handle(made_q, visits[0].handle) < 0) {
        goto done;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = store_last(c_s, &c_q);
    PyEval_RestoreThread(thread);
    ungil_handle_fill(made_q, c_q);
    if (c_return != 0) {
        ungil_raise_error(module, function, UNGIL_FROM_INTEGER(int, c_return), ungil_message_store_last(c_return, c_s));
        goto done;
    }
    returned = ungil_give_handle(function, &made_q, true, true);
done:
    ungil_drop_handle(made_q);
    ungil_leave(visits, 1);
    return returned;
}


/* int64_t store_merge(store *into, const store *UNGIL_OR_NULL from)
 * handles.h:40 */
static const ungil_parameter ungil_parameters_store_merge[] = {
    {"into", "a store", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"from_", "a store", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_store_merge =
    {"store_merge", ungil_parameters_store_merge, 8, 2, 2, NULL};

static PyObject *ungil_call_store_merge(PyObject *module,
                                        PyObject *const *args,
                                        Py_ssize_t nargs,
                                        PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_store_merge;
    PyObject *slots[2];
    store *c_into = NULL;
    const store *c_from = NULL;
    ungil_visit visits[2] = {UNGIL_VISIT(UNGIL_EXCLUSIVE, 0), UNGIL_VISIT(UNGIL_SHARED, 1)};
    int64_t c_return;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_to_handle(state, function, 0, given[0], 0, &visits[0]) < 0) {
        goto done;
    }
    if (given[1] != Py_None &&
        ungil_to_handle(state, function, 1, given[1], 0, &visits[1]) < 0) {
        goto done;
    }
    if (ungil_enter(function, visits, 2) < 0) {
        goto done;
    }
    c_into = ungil_pointer(&visits[0]);
    c_from = ungil_pointer(&visits[1]);
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = store_merge(c_into, c_from);
    PyEval_RestoreThread(thread);
    returned = UNGIL_FROM_INTEGER(int64_t, c_return);
done:
    ungil_leave(visits, 2);
    return returned;
}


/* int store_watch(const store *s, foreign *UNGIL_OR_NULL hook)
 * handles.h:42 */
static const ungil_parameter ungil_parameters_store_watch[] = {
    {"s", "a store", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"hook", "None", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_store_watch =
    {"store_watch", ungil_parameters_store_watch, 10, 2, 2, NULL};

static PyObject *ungil_call_store_watch(PyObject *module,
                                        PyObject *const *args,
                                        Py_ssize_t nargs,
                                        PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_store_watch;
    PyObject *slots[2];
    const store *c_s = NULL;
    foreign *c_hook = NULL;
    ungil_visit visits[1] = {UNGIL_VISIT(UNGIL_SHARED, 0)};
    int c_return;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_to_handle(state, function, 0, given[0], 0, &visits[0]) < 0) {
        goto done;
    }
    if (given[1] != Py_None &&
        ungil_wrong_type(function, 1, "None", given[1]) < 0) {
        goto done;
    }
    if (ungil_enter(function, visits, 1) < 0) {
        goto done;
    }
    c_s = ungil_pointer(&visits[0]);
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = store_watch(c_s, c_hook);
    PyEval_RestoreThread(thread);
    returned = UNGIL_FROM_INTEGER(int, c_return);
done:
    ungil_leave(visits, 1);
    return returned;
}


/* void dice_seed(dice *UNGIL_OUT d, uint64_t seed)
 * handles.h:44 */
static const ungil_parameter ungil_parameters_dice_seed[] = {
    {"seed", "uint64_t", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_dice_seed =
    {"dice_seed", ungil_parameters_dice_seed, 12, 1, 1, NULL};

static PyObject *ungil_call_dice_seed(PyObject *module,
                                      PyObject *const *args,
                                      Py_ssize_t nargs,
                                      PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_dice_seed;
    PyObject *slots[1];
    uint64_t bits = 0;
    uint64_t c_seed = 0;
    dice *c_d = NULL;
    PyObject *made_d = NULL;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    ungil_state *state = ungil_state_of(module);
    if (UNGIL_TO_INTEGER(function, 0, given[0], uint64_t, c_seed, bits) < 0) {
        goto done;
    }
    ungil_free_postponed(state);
    made_d = ungil_handle_new(state, &ungil_classes[2], NULL, 0);
    if (made_d == NULL) {
        goto done;
    }
    c_d = ((ungil_handle *)made_d)->pointer;
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    dice_seed(c_d, c_seed);
    PyEval_RestoreThread(thread);
    returned = ungil_give_handle(function, &made_d, false, false);
done:
    ungil_drop_handle(made_d);
    return returned;
}


/* int dice_throw(dice *d, int UNGIL_DEFAULT(6) sides)
 * handles.h:46 */
static const ungil_parameter ungil_parameters_dice_throw[] = {
    {"d", "a dice", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"sides", "int", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_dice_throw =
    {"dice_throw", ungil_parameters_dice_throw, 13, 2, 2, NULL};

UNGIL_FAST int ungil_default_dice_throw_1(void) {
    return 6;
}

static PyObject *ungil_call_dice_throw(PyObject *module,
                                       PyObject *const *args,
                                       Py_ssize_t nargs,
                                       PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_dice_throw;
    PyObject *slots[2];
    uint64_t bits = 0;
    int c_sides = 0;
    dice *c_d = NULL;
    ungil_visit visits[1] = {UNGIL_VISIT(UNGIL_EXCLUSIVE, 0)};
    int c_return;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_to_handle(state, function, 0, given[0], 2, &visits[0]) < 0) {
        goto done;
    }
    if (given[1] != NULL &&
        UNGIL_TO_INTEGER(function, 1, given[1], int, c_sides, bits) < 0) {
        goto done;
    }
    if (given[1] == NULL) {
        c_sides = ungil_default_dice_throw_1();
    }
    if (ungil_enter(function, visits, 1) < 0) {
        goto done;
    }
    c_d = ungil_pointer(&visits[0]);
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = dice_throw(c_d, c_sides);
    PyEval_RestoreThread(thread);
    returned = UNGIL_FROM_INTEGER(int, c_return);
done:
    ungil_leave(visits, 1);
    return returned;
}


/* int dice_close(dice *d)
 * handles.h:48 */
static const ungil_parameter ungil_parameters_dice_close[] = {
    {"d", "a dice", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_dice_close =
    {"dice_close", ungil_parameters_dice_close, 15, 1, 1, NULL};

static PyObject *ungil_call_dice_close(PyObject *module,
                                       PyObject *const *args,
                                       Py_ssize_t nargs,
                                       PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_dice_close;
    PyObject *slots[1];
    dice *c_d = NULL;
    ungil_visit visits[1] = {UNGIL_VISIT(UNGIL_EXCLUSIVE, 0)};
    int c_return;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_to_handle(state, function, 0, given[0], 2, &visits[0]) < 0) {
        goto done;
    }
    if (ungil_enter(function, visits, 1) < 0) {
        goto done;
    }
    c_d = ungil_pointer(&visits[0]);
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = dice_close(c_d);
    PyEval_RestoreThread(thread);
    returned = UNGIL_FROM_INTEGER(int, c_return);
done:
    ungil_leave(visits, 1);
    return returned;
}


/* store_query_end(store_query *), which frees what store_find() makes
 * handles.h:30 */
static const ungil_parameter ungil_parameters_store_query_end_of_1[] = {
    {"handle", "a store_query", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_store_query_end_of_1 =
    {"store_query_end", ungil_parameters_store_query_end_of_1, 16, 1, 1, NULL};

static PyObject *ungil_call_store_query_end_of_1(PyObject *module,
                                                 PyObject *const *args,
                                                 Py_ssize_t nargs,
                                                 PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_store_query_end_of_1;
    PyObject *slots[1];
    store_query *c_handle = NULL;
    ungil_visit visits[1] = {UNGIL_VISIT(UNGIL_LAST, 0)};
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_to_handle(state, function, 0, given[0], 1, &visits[0]) < 0) {
        goto done;
    }
    if (ungil_enter(function, visits, 1) < 0) {
        goto done;
    }
    c_handle = ungil_pointer(&visits[0]);
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    store_query_end(c_handle);
    PyEval_RestoreThread(thread);
    visits[0].gone = true;
    returned = Py_NewRef(Py_None);
done:
    ungil_leave(visits, 1);
    return returned;
}


/* class store: store */
static PyObject *ungil_method_0_store_find(PyObject *self,
                                           PyObject *const *args,
                                           Py_ssize_t nargs,
                                           PyObject *kwnames) {
    return ungil_run_method(ungil_call_store_find, self, args, nargs, kwnames);
}

static PyObject *ungil_method_0_store_last(PyObject *self,
                                           PyObject *const *args,
                                           Py_ssize_t nargs,
                                           PyObject *kwnames) {
    return ungil_run_method(ungil_call_store_last, self, args, nargs, kwnames);
}

static PyObject *ungil_method_0_store_merge(PyObject *self,
                                            PyObject *const *args,
                                            Py_ssize_t nargs,
                                            PyObject *kwnames) {
    return ungil_run_method(ungil_call_store_merge, self, args, nargs, kwnames);
}

static PyObject *ungil_method_0_store_watch(PyObject *self,
                                            PyObject *const *args,
                                            Py_ssize_t nargs,
                                            PyObject *kwnames) {
    return ungil_run_method(ungil_call_store_watch, self, args, nargs, kwnames);
}

static PyMethodDef ungil_methods_0[] = {
    {"find",
     (PyCFunction)(void (*)(void))ungil_method_0_store_find,
     METH_FASTCALL | METH_KEYWORDS,
    "find($self, keys, *, n=...)\n"
    "--\n"
    "\n"
    "Finds what a store holds between two keys.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "keys : array of int64_t, length n, kept by the new handle\n"
    "n : int (size_t), optional\n"
    "    Inferred from keys.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "store_query, or None\n"
    "\n"
    "store_query *UNGIL_OWNED(store_query_end) UNGIL_OR_NULL store_find(store *UNGIL_LIFETIMEBOUND s, const int64_t *UNGIL_COUNTED_BY(n) UNGIL_LIFETIMEBOUND keys, size_t n)"},
    {"last",
     (PyCFunction)(void (*)(void))ungil_method_0_store_last,
     METH_FASTCALL | METH_KEYWORDS,
    "last($self)\n"
    "--\n"
    "\n"
    "Returns\n"
    "-------\n"
    "q : store_query, or None\n"
    "\n"
    "Raises\n"
    "------\n"
    "Error\n"
    "    Unless ``return == 0``; ``code`` is the C result.\n"
    "\n"
    "int store_last(store *UNGIL_LIFETIMEBOUND s, store_query *UNGIL_OWNED(store_query_end) UNGIL_OR_NULL *UNGIL_OUT q) UNGIL_STATUS(store_explain(s))"},
    {"merge",
     (PyCFunction)(void (*)(void))ungil_method_0_store_merge,
     METH_FASTCALL | METH_KEYWORDS,
    "merge($self, from_)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "from_ : store, or None\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int (int64_t)\n"
    "\n"
    "int64_t store_merge(store *into, const store *UNGIL_OR_NULL from)"},
    {"watch",
     (PyCFunction)(void (*)(void))ungil_method_0_store_watch,
     METH_FASTCALL | METH_KEYWORDS,
    "watch($self, hook)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "hook : foreign, or None\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int\n"
    "\n"
    "int store_watch(const store *s, foreign *UNGIL_OR_NULL hook)"},
    UNGIL_HANDLE_METHODS,
};

static PyObject *ungil_construct_0(PyTypeObject *type,
                                   PyObject *args,
                                   PyObject *kwargs) {
    return ungil_construct(ungil_call_store_open, type, args, kwargs);
}

/* class store_query: store_query */
static PyObject *ungil_method_1_store_query_next(PyObject *self,
                                                 PyObject *const *args,
                                                 Py_ssize_t nargs,
                                                 PyObject *kwnames) {
    return ungil_run_method(ungil_call_store_query_next, self, args, nargs, kwnames);
}

static PyMethodDef ungil_methods_1[] = {
    {"next",
     (PyCFunction)(void (*)(void))ungil_method_1_store_query_next,
     METH_FASTCALL | METH_KEYWORDS,
    "next($self, none)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "none : int (int64_t)\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int (int64_t)\n"
    "\n"
    "int64_t store_query_next(store_query *q, int64_t none)"},
    UNGIL_HANDLE_METHODS,
};

static PyObject *ungil_construct_1(PyTypeObject *type,
                                   PyObject *args,
                                   PyObject *kwargs) {
    (void)type, (void)args, (void)kwargs;
    PyErr_SetString(PyExc_TypeError, "store_query() cannot be called: call store_find() or store_last()");
    return NULL;
}

/* class dice: dice */
static PyObject *ungil_method_2_dice_throw(PyObject *self,
                                           PyObject *const *args,
                                           Py_ssize_t nargs,
                                           PyObject *kwnames) {
    return ungil_run_method(ungil_call_dice_throw, self, args, nargs, kwnames);
}

static PyObject *ungil_method_2_dice_close(PyObject *self,
                                           PyObject *const *args,
                                           Py_ssize_t nargs,
                                           PyObject *kwnames) {
    return ungil_run_method(ungil_call_dice_close, self, args, nargs, kwnames);
}

static PyMethodDef ungil_methods_2[] = {
    {"throw",
     (PyCFunction)(void (*)(void))ungil_method_2_dice_throw,
     METH_FASTCALL | METH_KEYWORDS,
    "throw($self, sides=6)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "sides : int, optional\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int\n"
    "\n"
    "int dice_throw(dice *d, int UNGIL_DEFAULT(6) sides)"},
    {"dice_close",
     (PyCFunction)(void (*)(void))ungil_method_2_dice_close,
     METH_FASTCALL | METH_KEYWORDS,
    "dice_close($self)\n"
    "--\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int\n"
    "\n"
    "int dice_close(dice *d)"},
    UNGIL_HANDLE_METHODS,
};

static PyObject *ungil_construct_2(PyTypeObject *type,
                                   PyObject *args,
                                   PyObject *kwargs) {
    return ungil_construct(ungil_call_dice_seed, type, args, kwargs);
}

static const ungil_class ungil_classes[] = {
    {"handles.store", "store(path)\n"
    "--\n"
    "\n"
    "Opens a store, or makes it.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "path : str\n"
    "    where it lies\n"
    "\n"
    "Returns\n"
    "-------\n"
    "s : store\n"
    "\n"
    "Raises\n"
    "------\n"
    "Error\n"
    "    Unless ``return == 0``; ``code`` is the C result.\n"
    "\n"
    "int store_open(const char *UNGIL_NUL_TERMINATED path, store *UNGIL_OWNED(store_close) *UNGIL_OUT s) UNGIL_STATUS(store_explain(*s))", ungil_methods_0, ungil_construct_0, 0, true, 0, 0},
    {"handles.store_query", "A handle of store_query. Made by store_find() and store_last().", ungil_methods_1, ungil_construct_1, 1, false, 0, 0},
    {"handles.dice", "dice(seed)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "seed : int (uint64_t)\n"
    "\n"
    "Returns\n"
    "-------\n"
    "d : dice\n"
    "\n"
    "void dice_seed(dice *UNGIL_OUT d, uint64_t seed)", ungil_methods_2, ungil_construct_2, 2, false, sizeof(dice), _Alignof(dice)},
};

static PyMethodDef ungil_methods[] = {
    {"store_open",
     (PyCFunction)(void (*)(void))ungil_call_store_open,
     METH_FASTCALL | METH_KEYWORDS,
    "store_open($module, path)\n"
    "--\n"
    "\n"
    "Opens a store, or makes it.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "path : str\n"
    "    where it lies\n"
    "\n"
    "Returns\n"
    "-------\n"
    "s : store\n"
    "\n"
    "Raises\n"
    "------\n"
    "Error\n"
    "    Unless ``return == 0``; ``code`` is the C result.\n"
    "\n"
    "int store_open(const char *UNGIL_NUL_TERMINATED path, store *UNGIL_OWNED(store_close) *UNGIL_OUT s) UNGIL_STATUS(store_explain(*s))"},
    {"store_close",
     (PyCFunction)(void (*)(void))ungil_call_store_close,
     METH_FASTCALL | METH_KEYWORDS,
    "store_close($module, s)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "s : store, closed by the call\n"
    "\n"
    "Raises\n"
    "------\n"
    "Error\n"
    "    Unless ``return == 0``; ``code`` is the C result.\n"
    "\n"
    "int store_close(store *UNGIL_CONSUMED s) UNGIL_STATUS()"},
    {"store_find",
     (PyCFunction)(void (*)(void))ungil_call_store_find,
     METH_FASTCALL | METH_KEYWORDS,
    "store_find($module, s, keys, *, n=...)\n"
    "--\n"
    "\n"
    "Finds what a store holds between two keys.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "s : store, kept by the new handle\n"
    "keys : array of int64_t, length n, kept by the new handle\n"
    "n : int (size_t), optional\n"
    "    Inferred from keys.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "store_query, or None\n"
    "\n"
    "store_query *UNGIL_OWNED(store_query_end) UNGIL_OR_NULL store_find(store *UNGIL_LIFETIMEBOUND s, const int64_t *UNGIL_COUNTED_BY(n) UNGIL_LIFETIMEBOUND keys, size_t n)"},
    {"store_query_next",
     (PyCFunction)(void (*)(void))ungil_call_store_query_next,
     METH_FASTCALL | METH_KEYWORDS,
    "store_query_next($module, q, none)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "q : store_query\n"
    "none : int (int64_t)\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int (int64_t)\n"
    "\n"
    "int64_t store_query_next(store_query *q, int64_t none)"},
    {"store_last",
     (PyCFunction)(void (*)(void))ungil_call_store_last,
     METH_FASTCALL | METH_KEYWORDS,
    "store_last($module, s)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "s : store, kept by the new handle\n"
    "\n"
    "Returns\n"
    "-------\n"
    "q : store_query, or None\n"
    "\n"
    "Raises\n"
    "------\n"
    "Error\n"
    "    Unless ``return == 0``; ``code`` is the C result.\n"
    "\n"
    "int store_last(store *UNGIL_LIFETIMEBOUND s, store_query *UNGIL_OWNED(store_query_end) UNGIL_OR_NULL *UNGIL_OUT q) UNGIL_STATUS(store_explain(s))"},
    {"store_merge",
     (PyCFunction)(void (*)(void))ungil_call_store_merge,
     METH_FASTCALL | METH_KEYWORDS,
    "store_merge($module, into, from_)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "into : store\n"
    "from_ : store, or None\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int (int64_t)\n"
    "\n"
    "int64_t store_merge(store *into, const store *UNGIL_OR_NULL from)"},
    {"store_watch",
     (PyCFunction)(void (*)(void))ungil_call_store_watch,
     METH_FASTCALL | METH_KEYWORDS,
    "store_watch($module, s, hook)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "s : store\n"
    "hook : foreign, or None\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int\n"
    "\n"
    "int store_watch(const store *s, foreign *UNGIL_OR_NULL hook)"},
    {"dice_seed",
     (PyCFunction)(void (*)(void))ungil_call_dice_seed,
     METH_FASTCALL | METH_KEYWORDS,
    "dice_seed($module, seed)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "seed : int (uint64_t)\n"
    "\n"
    "Returns\n"
    "-------\n"
    "d : dice\n"
    "\n"
    "void dice_seed(dice *UNGIL_OUT d, uint64_t seed)"},
    {"dice_throw",
     (PyCFunction)(void (*)(void))ungil_call_dice_throw,
     METH_FASTCALL | METH_KEYWORDS,
    "dice_throw($module, d, sides=6)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "d : dice\n"
    "sides : int, optional\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int\n"
    "\n"
    "int dice_throw(dice *d, int UNGIL_DEFAULT(6) sides)"},
    {"dice_close",
     (PyCFunction)(void (*)(void))ungil_call_dice_close,
     METH_FASTCALL | METH_KEYWORDS,
    "dice_close($module, d)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "d : dice\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int\n"
    "\n"
    "int dice_close(dice *d)"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    if (ungil_add_error(ungil_self) < 0) {
        return -1;
    }
    if (ungil_add_handle(ungil_self, &ungil_classes[0]) < 0) {
        return -1;
    }
    if (ungil_add_handle(ungil_self, &ungil_classes[1]) < 0) {
        return -1;
    }
    if (ungil_add_handle(ungil_self, &ungil_classes[2]) < 0) {
        return -1;
    }
    return 0;
}

