#include "callbacks.h"

/* int each(int (*UNGIL_NOESCAPE UNGIL_ON_EXCEPTION(-1) row)(void *UNGIL_CONTEXT ctx, int number, const char *UNGIL_NUL_TERMINATED name), void *UNGIL_CONTEXT ctx, int UNGIL_DEFAULT(3) count)
 * callbacks.h:9 */
static const ungil_parameter ungil_parameters_each[] = {
    {"row", "callable", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"count", "int", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_each =
    {"each", ungil_parameters_each, 0, 2, 2, NULL};

UNGIL_FAST int ungil_default_each_2(void) {
    return 3;
}

static const ungil_parameter ungil_callback_each_0_parameters[] = {
    {"ctx of row", "", 0, 0, 0, 0, 0},
    {"number of row", "int", 0, 0, 0, 0, 0},
    {"name of row", "", 0, 0, 0, 0, 0},
    {"result of row", "int", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_callback_each_0_signature =
    {"each", ungil_callback_each_0_parameters, 0, 0, 3, NULL};

static int ungil_callback_each_0(void *c_ctx,
                                 int c_number,
                                 const char *c_name) {
    const ungil_signature *const function = &ungil_callback_each_0_signature;
    (void)function;
    ungil_callbacks *const callbacks = (ungil_callbacks *)(uintptr_t)c_ctx;
    PyObject *arguments[2] = {NULL};
    PyObject *answer = NULL;
    uint64_t bits = 0;
    int result = (-1);
    int c_return = 0;
    if (callbacks == NULL || !ungil_callback_enter(callbacks)) {
        return result;
    }
    PyObject *const module = callbacks->module;
    (void)module;
    arguments[0] = UNGIL_FROM_INTEGER(int, c_number);
    if (arguments[0] == NULL) {
        goto done;
    }
    arguments[1] = c_name == NULL ? ungil_callback_null(function, 2) : ungil_from_text(c_name);
    if (arguments[1] == NULL) {
        goto done;
    }
    answer = ungil_callback_call(callbacks, 0, arguments, 2);
    if (answer == NULL) {
        goto done;
    }
    if (UNGIL_TO_INTEGER(function, 3, answer, int, c_return, bits) < 0) {
        goto done;
    }
    result = c_return;
done:
    Py_XDECREF(arguments[0]);
    Py_XDECREF(arguments[1]);
    Py_XDECREF(answer);
    ungil_callback_leave(callbacks);
    return result;
}

static PyObject *ungil_call_each(PyObject *module,
                                 PyObject *const *args,
                                 Py_ssize_t nargs,
                                 PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_each;
    PyObject *slots[2];
    uint64_t bits = 0;
    int c_count = 0;
    PyObject *callables[] = {NULL};
    ungil_callbacks callbacks;
    int c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (ungil_to_callable(function, 0, given[0], &callables[0]) < 0) {
        return NULL;
    }
    if (given[1] != NULL &&
        UNGIL_TO_INTEGER(function, 1, given[1], int, c_count, bits) < 0) {
        return NULL;
    }
    if (given[1] == NULL) {
        c_count = ungil_default_each_2();
    }
    ungil_callbacks_begin(&callbacks, module, callables, false);
    callbacks.thread = PyEval_SaveThread();
    c_return = each(ungil_callback_each_0, &callbacks, c_count);
    PyEval_RestoreThread(callbacks.thread);
    if (ungil_callbacks_end(&callbacks, function) < 0) {
        return NULL;
    }
    return UNGIL_FROM_INTEGER(int, c_return);
}


/* void step(void (*UNGIL_NOESCAPE f)(double t, const double *UNGIL_COUNTED_BY(n) y, double *UNGIL_OUT UNGIL_COUNTED_BY(n) dy, size_t n, void *UNGIL_CONTEXT ctx), void *UNGIL_CONTEXT ctx, double *UNGIL_COUNTED_BY(n) y, size_t n) UNGIL_HOLD
 * callbacks.h:16 */
static const ungil_parameter ungil_parameters_step[] = {
    {"f", "callable", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"y", "double", UNGIL_REQUIRED | UNGIL_WRITABLE, UNGIL_REAL, 1, _Alignof(double), sizeof(double)},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_step =
    {"step", ungil_parameters_step, 2, 2, 3, NULL};

static const ungil_parameter ungil_callback_step_0_parameters[] = {
    {"t of f", "double", 0, 0, 0, 0, 0},
    {"y of f", "double", 0, UNGIL_REAL, 1, _Alignof(double), sizeof(double)},
    {"dy of f", "double", UNGIL_WRITABLE, UNGIL_REAL, 1, _Alignof(double), sizeof(double)},
    {"n of f", "size_t", 0, 0, 0, 0, 0},
    {"ctx of f", "", 0, 0, 0, 0, 0},
    {"result of f", "void", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_callback_step_0_signature =
    {"step", ungil_callback_step_0_parameters, 0, 0, 5, NULL};

static void ungil_callback_step_0(double c_t,
                                  const double *p_y,
                                  double *p_dy,
                                  size_t c_n,
                                  void *c_ctx) {
    const ungil_signature *const function = &ungil_callback_step_0_signature;
    (void)function;
    ungil_callbacks *const callbacks = (ungil_callbacks *)(uintptr_t)c_ctx;
    PyObject *arguments[3] = {NULL};
    PyObject *answer = NULL;
    ungil_array array_y;
    PyObject *made_y = NULL;
    ungil_array array_dy;
    PyObject *made_dy = NULL;
    ungil_blank(p_dy, UNGIL_EXACT(c_n), sizeof(*p_dy));
    if (callbacks == NULL || !ungil_callback_enter(callbacks)) {
        return;
    }
    PyObject *const module = callbacks->module;
    (void)module;
    arguments[0] = PyFloat_FromDouble(c_t);
    if (arguments[0] == NULL) {
        goto done;
    }
    array_y.ndim = 1;
    if (ungil_size(function, "n", UNGIL_EXACT(c_n), &array_y.shape[0]) < 0) {
        goto done;
    }
    arguments[1] = ungil_callback_array(callbacks, function, 1, &array_y, p_y, true, &made_y);
    if (arguments[1] == NULL) {
        goto done;
    }
    array_dy.ndim = 1;
    if (ungil_size(function, "n", UNGIL_EXACT(c_n), &array_dy.shape[0]) < 0) {
        goto done;
    }
    arguments[2] = ungil_callback_array(callbacks, function, 2, &array_dy, p_dy, false, &made_dy);
    if (arguments[2] == NULL) {
        goto done;
    }
    answer = ungil_callback_call(callbacks, 0, arguments, 3);
    if (answer == NULL) {
        goto done;
    }
    if (made_dy != NULL) {
        ungil_callback_write_back(made_dy, p_dy);
    }
done:
    Py_XDECREF(arguments[0]);
    Py_XDECREF(arguments[1]);
    Py_XDECREF(arguments[2]);
    Py_XDECREF(made_y);
    Py_XDECREF(made_dy);
    Py_XDECREF(answer);
    ungil_callback_leave(callbacks);
}

static PyObject *ungil_call_step(PyObject *module,
                                 PyObject *const *args,
                                 Py_ssize_t nargs,
                                 PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_step;
    PyObject *slots[3];
    uint64_t bits = 0;
    size_t c_n = 0;
    PyObject *callables[] = {NULL};
    ungil_callbacks callbacks;
    ungil_array array_y;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_n = given == slots ? slots[2] : NULL;
    array_y.exported = false;
    if (ungil_to_callable(function, 0, given[0], &callables[0]) < 0) {
        goto done;
    }
    if (given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(function, 2, given_n, size_t, c_n, bits) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_take_array(state, function, 1, given[1], &array_y) < 0) {
        goto done;
    }
    ungil_count count_n = UNGIL_COUNT("n");
    if (given_n != NULL &&
        ungil_count_passed(function, 2, &count_n, UNGIL_EXACT(c_n), true) < 0) {
        goto done;
    }
    if (ungil_count_array(function, &count_n, 1, &array_y, 0, false) < 0) {
        goto done;
    }
    if (given_n == NULL) {
        if (UNGIL_SET_COUNT(function, 2, count_n, size_t, c_n) < 0) {
            goto done;
        }
    }
    ungil_callbacks_begin(&callbacks, module, callables, array_y.numpy);
    Py_XINCREF(given[1]);
    step(ungil_callback_step_0, &callbacks, array_y.data, c_n);
    Py_XDECREF(given[1]);
    if (ungil_callbacks_end(&callbacks, function) < 0) {
        goto done;
    }
    returned = Py_NewRef(Py_None);
done:
    ungil_let_go(&array_y);
    return returned;
}


/* long transform(bool (*UNGIL_NOESCAPE UNGIL_OR_NULL f)(void *UNGIL_CONTEXT ctx, const void *UNGIL_SIZED_BY(size) data, size_t size, void *UNGIL_SIZED_BY(*room) target, size_t *UNGIL_INOUT room, double *UNGIL_OUT UNGIL_RANGE(0, 1) weight, float *UNGIL_SINGLE UNGIL_OR_NULL sum), void (*UNGIL_NOESCAPE UNGIL_DEFAULT(NULL) done)(const void *UNGIL_CONTEXT ctx), void *UNGIL_CONTEXT ctx, long work) UNGIL_RELEASE_ABOVE(work, 10) UNGIL_SERIALIZED
 * callbacks.h:26 */
static const ungil_parameter ungil_parameters_transform[] = {
    {"f", "callable", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"work", "long", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"done", "callable", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_transform =
    {"transform", ungil_parameters_transform, 5, 2, 3, NULL};

static const ungil_parameter ungil_callback_transform_0_parameters[] = {
    {"ctx of f", "", 0, 0, 0, 0, 0},
    {"data of f", "bytes", UNGIL_ANY_BYTES, UNGIL_RAW, 1, 1, 1},
    {"size of f", "size_t", 0, 0, 0, 0, 0},
    {"target of f", "bytes", UNGIL_WRITABLE | UNGIL_ANY_BYTES, UNGIL_RAW, 1, 1, 1},
    {"room of f", "size_t", 0, 0, 0, 0, 0},
    {"weight of f", "double", 0, 0, 0, 0, 0},
    {"sum of f", "float", UNGIL_WRITABLE, UNGIL_REAL, 1, _Alignof(float), sizeof(float)},
    {"result of f", "bool", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_callback_transform_0_signature =
    {"transform", ungil_callback_transform_0_parameters, 0, 0, 7, NULL};

static bool ungil_callback_transform_0(void *c_ctx,
                                       const void *p_data,
                                       size_t c_size,
                                       void *p_target,
                                       size_t *p_room,
                                       double *p_weight,
                                       float *p_sum) {
    const ungil_signature *const function = &ungil_callback_transform_0_signature;
    (void)function;
    ungil_callbacks *const callbacks = (ungil_callbacks *)(uintptr_t)c_ctx;
    PyObject *arguments[3] = {NULL};
    PyObject *answer = NULL;
    uint64_t bits = 0;
    bool result = 0;
    bool c_return = 0;
    ungil_array array_target;
    PyObject *made_target = NULL;
    size_t c_room = 0;
    if (p_room != NULL) {
        c_room = *p_room;
    }
    double c_weight = 0;
    ungil_array array_sum;
    PyObject *made_sum = NULL;
    ungil_blank(p_weight, ungil_whole(1), sizeof(*p_weight));
    if (callbacks == NULL || !ungil_callback_enter(callbacks)) {
        return result;
    }
    PyObject *const module = callbacks->module;
    (void)module;
    arguments[0] = ungil_callback_bytes(function, 1, "size", UNGIL_EXACT(c_size), p_data);
    if (arguments[0] == NULL) {
        goto done;
    }
    array_target.ndim = 1;
    if (ungil_size(function, "*room", UNGIL_EXACT(c_room), &array_target.shape[0]) < 0) {
        goto done;
    }
    arguments[1] = ungil_callback_array(callbacks, function, 3, &array_target, p_target, true, &made_target);
    if (arguments[1] == NULL) {
        goto done;
    }
    array_sum.ndim = 1;
    if (ungil_size(function, "1", ungil_whole(1), &array_sum.shape[0]) < 0) {
        goto done;
    }
    arguments[2] = ungil_callback_array(callbacks, function, 6, &array_sum, p_sum, true, &made_sum);
    if (arguments[2] == NULL) {
        goto done;
    }
    answer = ungil_callback_call(callbacks, 0, arguments, 3);
    if (answer == NULL) {
        goto done;
    }
    PyObject *results[3];
    if (ungil_callback_answers(function, 7, answer, results, 3) < 0) {
        goto done;
    }
    if (ungil_to_bool(function, 7, results[0], &c_return) < 0) {
        goto done;
    }
    if (UNGIL_TO_INTEGER(function, 4, results[1], size_t, c_room, bits) < 0) {
        goto done;
    }
    if (ungil_to_double(function, 5, results[2], &c_weight) < 0) {
        goto done;
    }
    if (!ungil_holds(ungil_and(ungil_real_less_equal(ungil_real_from(ungil_whole(0)), ungil_real_of(c_weight)), ungil_real_less_equal(ungil_real_of(c_weight), ungil_real_from(ungil_whole(1)))))) {
        ungil_outside(function, 5, -1, "0...1", PyFloat_FromDouble(c_weight));
        goto done;
    }
    result = c_return;
    if (made_target != NULL) {
        ungil_callback_write_back(made_target, p_target);
    }
    if (p_room != NULL) {
        *p_room = c_room;
    }
    if (p_weight != NULL) {
        *p_weight = c_weight;
    }
    if (made_sum != NULL) {
        ungil_callback_write_back(made_sum, p_sum);
    }
done:
    Py_XDECREF(arguments[0]);
    Py_XDECREF(arguments[1]);
    Py_XDECREF(arguments[2]);
    Py_XDECREF(made_target);
    Py_XDECREF(made_sum);
    Py_XDECREF(answer);
    ungil_callback_leave(callbacks);
    return result;
}

static const ungil_parameter ungil_callback_transform_1_parameters[] = {
    {"ctx of done", "", 0, 0, 0, 0, 0},
    {"result of done", "void", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_callback_transform_1_signature =
    {"transform", ungil_callback_transform_1_parameters, 0, 0, 1, NULL};

static void ungil_callback_transform_1(const void *c_ctx) {
    const ungil_signature *const function = &ungil_callback_transform_1_signature;
    (void)function;
    ungil_callbacks *const callbacks = (ungil_callbacks *)(uintptr_t)c_ctx;
    PyObject *arguments[1] = {NULL};
    PyObject *answer = NULL;
    if (callbacks == NULL || !ungil_callback_enter(callbacks)) {
        return;
    }
    PyObject *const module = callbacks->module;
    (void)module;
    answer = ungil_callback_call(callbacks, 1, arguments, 0);
    if (answer == NULL) {
        goto done;
    }
done:
    Py_XDECREF(answer);
    ungil_callback_leave(callbacks);
}

static PyObject *ungil_call_transform(PyObject *module,
                                      PyObject *const *args,
                                      Py_ssize_t nargs,
                                      PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_transform;
    PyObject *slots[3];
    uint64_t bits = 0;
    long c_work = 0;
    PyObject *callables[] = {NULL, NULL};
    ungil_callbacks callbacks;
    long c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_done = given == slots ? slots[2] : NULL;
    if (given[0] != Py_None &&
        ungil_to_callable(function, 0, given[0], &callables[0]) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 1, given[1], long, c_work, bits) < 0) {
        return NULL;
    }
    if (given_done != NULL &&
        ungil_to_callable(function, 2, given_done, &callables[1]) < 0) {
        return NULL;
    }
    if (ungil_serial_enter(function) < 0) {
        return NULL;
    }
    ungil_callbacks_begin(&callbacks, module, callables, false);
    if (ungil_holds(ungil_greater(UNGIL_EXACT(c_work), ungil_whole(10)))) {
        callbacks.thread = PyEval_SaveThread();
    }
    c_return = transform(callables[0] != NULL ? ungil_callback_transform_0 : NULL, callables[1] != NULL ? ungil_callback_transform_1 : NULL, &callbacks, c_work);
    ungil_serial_leave();
    if (callbacks.thread != NULL) {
        PyEval_RestoreThread(callbacks.thread);
    }
    if (ungil_callbacks_end(&callbacks, function) < 0) {
        return NULL;
    }
    return UNGIL_FROM_INTEGER(long, c_return);
}


/* void sort(void *UNGIL_SIZED_BY(count * size) base, size_t count, size_t size, int (*UNGIL_NOESCAPE compare)(const void *UNGIL_SIZED_BY(size) a, const void *UNGIL_SIZED_BY(size) b))
 * callbacks.h:38 */
static const ungil_parameter ungil_parameters_sort[] = {
    {"base", "bytes", UNGIL_REQUIRED | UNGIL_WRITABLE | UNGIL_ANY_BYTES, UNGIL_RAW, 1, 1, 1},
    {"count", "size_t", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"size", "size_t", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"compare", "callable", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_sort =
    {"sort", ungil_parameters_sort, 8, 4, 4, NULL};

struct ungil_around_sort {
    size_t c_size;
};

static _Thread_local ungil_callbacks *ungil_active_sort;
static atomic_uint ungil_strays_sort;

static const ungil_parameter ungil_callback_sort_0_parameters[] = {
    {"a of compare", "bytes", UNGIL_ANY_BYTES, UNGIL_RAW, 1, 1, 1},
    {"b of compare", "bytes", UNGIL_ANY_BYTES, UNGIL_RAW, 1, 1, 1},
    {"result of compare", "int", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_callback_sort_0_signature =
    {"sort", ungil_callback_sort_0_parameters, 0, 0, 2, NULL};

static int ungil_callback_sort_0(const void *p_a,
                                 const void *p_b) {
    const ungil_signature *const function = &ungil_callback_sort_0_signature;
    (void)function;
    ungil_callbacks *const callbacks = ungil_callback_of(ungil_active_sort, &ungil_strays_sort);
    PyObject *arguments[2] = {NULL};
    PyObject *answer = NULL;
    uint64_t bits = 0;
    int result = 0;
    int c_return = 0;
    if (callbacks == NULL || !ungil_callback_enter(callbacks)) {
        return result;
    }
    PyObject *const module = callbacks->module;
    (void)module;
    arguments[0] = ungil_callback_bytes(function, 0, "size", UNGIL_EXACT(((const struct ungil_around_sort *)callbacks->around)->c_size), p_a);
    if (arguments[0] == NULL) {
        goto done;
    }
    arguments[1] = ungil_callback_bytes(function, 1, "size", UNGIL_EXACT(((const struct ungil_around_sort *)callbacks->around)->c_size), p_b);
    if (arguments[1] == NULL) {
        goto done;
    }
    answer = ungil_callback_call(callbacks, 0, arguments, 2);
    if (answer == NULL) {
        goto done;
    }
    if (UNGIL_TO_INTEGER(function, 2, answer, int, c_return, bits) < 0) {
        goto done;
    }
    result = c_return;
done:
    Py_XDECREF(arguments[0]);
    Py_XDECREF(arguments[1]);
    Py_XDECREF(answer);
    ungil_callback_leave(callbacks);
    return result;
}

static PyObject *ungil_call_sort(PyObject *module,
                                 PyObject *const *args,
                                 Py_ssize_t nargs,
                                 PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_sort;
    PyObject *slots[4];
    uint64_t bits = 0;
    size_t c_count = 0;
    size_t c_size = 0;
    PyObject *callables[] = {NULL};
    ungil_callbacks callbacks;
    ungil_array array_base;
    PyObject *returned = NULL;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    array_base.exported = false;
    if (UNGIL_TO_INTEGER(function, 1, given[1], size_t, c_count, bits) < 0) {
        goto done;
    }
    if (UNGIL_TO_INTEGER(function, 2, given[2], size_t, c_size, bits) < 0) {
        goto done;
    }
    if (ungil_to_callable(function, 3, given[3], &callables[0]) < 0) {
        goto done;
    }
    ungil_state *state = ungil_state_of(module);
    if (ungil_take_array(state, function, 0, given[0], &array_base) < 0) {
        goto done;
    }
    if (ungil_check_length(function, 0, &array_base, 0, "count * size", ungil_multiply(UNGIL_EXACT(c_count), UNGIL_EXACT(c_size)), false) < 0) {
        goto done;
    }
    ungil_callbacks_begin(&callbacks, module, callables, array_base.numpy);
    const struct ungil_around_sort around = {c_size};
    callbacks.around = &around;
    Py_XINCREF(given[0]);
    callbacks.thread = PyEval_SaveThread();
    ungil_callbacks_attach(&callbacks, &ungil_active_sort, &ungil_strays_sort);
    sort(array_base.data, c_count, c_size, ungil_callback_sort_0);
    ungil_callbacks_detach(&callbacks);
    PyEval_RestoreThread(callbacks.thread);
    Py_XDECREF(given[0]);
    if (ungil_callbacks_end(&callbacks, function) < 0) {
        goto done;
    }
    returned = Py_NewRef(Py_None);
done:
    ungil_let_go(&array_base);
    return returned;
}


static PyMethodDef ungil_methods[] = {
    {"each",
     (PyCFunction)(void (*)(void))ungil_call_each,
     METH_FASTCALL | METH_KEYWORDS,
    "each($module, row, count=3)\n"
    "--\n"
    "\n"
    "Calls back for each row.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "row : callable(number, name) -> int\n"
    "    is given the number and the name\n"
    "count : int, optional\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int\n"
    "\n"
    "int each(int (*UNGIL_NOESCAPE UNGIL_ON_EXCEPTION(-1) row)(void *UNGIL_CONTEXT ctx, int number, const char *UNGIL_NUL_TERMINATED name), void *UNGIL_CONTEXT ctx, int UNGIL_DEFAULT(3) count)"},
    {"step",
     (PyCFunction)(void (*)(void))ungil_call_step,
     METH_FASTCALL | METH_KEYWORDS,
    "step($module, f, y, *, n=...)\n"
    "--\n"
    "\n"
    "Steps an ordinary differential equation.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "f : callable(t, y, dy) -> anything\n"
    "y : array of double, length n, changed in place\n"
    "n : int (size_t), optional\n"
    "    Inferred from y.\n"
    "\n"
    "void step(void (*UNGIL_NOESCAPE f)(double t, const double *UNGIL_COUNTED_BY(n) y, double *UNGIL_OUT UNGIL_COUNTED_BY(n) dy, size_t n, void *UNGIL_CONTEXT ctx), void *UNGIL_CONTEXT ctx, double *UNGIL_COUNTED_BY(n) y, size_t n) UNGIL_HOLD"},
    {"transform",
     (PyCFunction)(void (*)(void))ungil_call_transform,
     METH_FASTCALL | METH_KEYWORDS,
    "transform($module, f, work, *, done=...)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "f : callable(data, target, sum) -> bool, room, weight, or None\n"
    "work : int (long)\n"
    "done : callable() -> anything, optional\n"
    "    Default: ``NULL``.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int (long)\n"
    "\n"
    "long transform(bool (*UNGIL_NOESCAPE UNGIL_OR_NULL f)(void *UNGIL_CONTEXT ctx, const void *UNGIL_SIZED_BY(size) data, size_t size, void *UNGIL_SIZED_BY(*room) target, size_t *UNGIL_INOUT room, double *UNGIL_OUT UNGIL_RANGE(0, 1) weight, float *UNGIL_SINGLE UNGIL_OR_NULL sum), void (*UNGIL_NOESCAPE UNGIL_DEFAULT(NULL) done)(const void *UNGIL_CONTEXT ctx), void *UNGIL_CONTEXT ctx, long work) UNGIL_RELEASE_ABOVE(work, 10) UNGIL_SERIALIZED"},
    {"sort",
     (PyCFunction)(void (*)(void))ungil_call_sort,
     METH_FASTCALL | METH_KEYWORDS,
    "sort($module, base, count, size, compare)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "base : bytes-like, length count * size, changed in place\n"
    "count : int (size_t)\n"
    "size : int (size_t)\n"
    "compare : callable(a, b) -> int\n"
    "\n"
    "void sort(void *UNGIL_SIZED_BY(count * size) base, size_t count, size_t size, int (*UNGIL_NOESCAPE compare)(const void *UNGIL_SIZED_BY(size) a, const void *UNGIL_SIZED_BY(size) b))"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    return 0;
}

