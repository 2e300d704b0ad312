#include "vectorized.h"

/* double scale(double x, double UNGIL_DEFAULT(2.0) factor) UNGIL_VECTORIZE
 * vectorized.h:8 */
static const ungil_parameter ungil_parameters_scale[] = {
    {"x", "double", UNGIL_REQUIRED | UNGIL_ANY_NDIM, UNGIL_REAL, 0, _Alignof(double), sizeof(double)},
    {"factor", "double", UNGIL_ANY_NDIM, UNGIL_REAL, 0, _Alignof(double), sizeof(double)},
    {"out", "double", UNGIL_WRITABLE | UNGIL_ANY_NDIM, UNGIL_REAL, 0, _Alignof(double), sizeof(double)},
};
static const ungil_signature ungil_signature_scale =
    {"scale", ungil_parameters_scale, 0, 2, 3, NULL};

UNGIL_FAST double ungil_default_scale_1(void) {
    return 2.0;
}

static void ungil_loop_scale(Py_ssize_t length,
                             double *result,
                             const double *p_x,
                             Py_ssize_t step_x,
                             const double *p_factor,
                             Py_ssize_t step_factor) {
    switch (step_x | step_factor << 1) {
        case 1: {
            const double c_factor = p_factor[0];
            for (Py_ssize_t i = 0; i < length; i++) {
                result[i] = scale(p_x[i], c_factor);
            }
            return;
        }
        case 2: {
            const double c_x = p_x[0];
            for (Py_ssize_t i = 0; i < length; i++) {
                result[i] = scale(c_x, p_factor[i]);
            }
            return;
        }
        case 3: {
            for (Py_ssize_t i = 0; i < length; i++) {
                result[i] = scale(p_x[i], p_factor[i]);
            }
            return;
        }
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        result[i] = scale(p_x[i * step_x], p_factor[i * step_factor]);
    }
}

UNGIL_CALL PyObject *ungil_map_scale(PyObject *module, PyObject *const *given) {
    const ungil_signature *const function = &ungil_signature_scale;
    ungil_state *state = ungil_state_of(module);
    ungil_operands operands = {NULL, 0, false};
    double c_x = 0;
    double c_factor = 0;
    double c_return = 0;
    double *result = &c_return;
    ungil_array array_x;
    UNGIL_NO_ARRAY(array_x);
    ungil_array array_factor;
    UNGIL_NO_ARRAY(array_factor);
    ungil_array array_out;
    UNGIL_NO_ARRAY(array_out);
    PyObject *made_out = NULL, *returned = NULL;
    Py_ssize_t step_x = ungil_is_array(state, given[0]);
    if (step_x == 0) {
        PyObject *item = ungil_item(function, 0, given[0]);
        const int status = item == NULL ? -1 : ungil_to_double(function, 0, item, &c_x);
        Py_XDECREF(item);
        if (status < 0) {
            goto done;
        }
    }
    Py_ssize_t step_factor = given[1] != NULL && ungil_is_array(state, given[1]);
    if (given[1] != NULL && step_factor == 0) {
        PyObject *item = ungil_item(function, 1, given[1]);
        const int status = item == NULL ? -1 : ungil_to_double(function, 1, item, &c_factor);
        Py_XDECREF(item);
        if (status < 0) {
            goto done;
        }
    }
    if (step_x != 0 &&
        ungil_take_operand(state, function, 0, given[0], &array_x, &operands) < 0) {
        goto done;
    }
    if (step_factor != 0 &&
        ungil_take_operand(state, function, 1, given[1], &array_factor, &operands) < 0) {
        goto done;
    }
    if (given[2] != NULL && given[2] != Py_None &&
        ungil_take_operand(state, function, 2, given[2], &array_out, &operands) < 0) {
        goto done;
    }
    const Py_ssize_t length = operands.first == NULL ? 1 : ungil_length(operands.first);
    const double *p_x = step_x != 0 ? array_x.data : (void *)&c_x;
    const double *p_factor = step_factor != 0 ? array_factor.data : (void *)&c_factor;
    if (ungil_check_out(function, 2, &array_out, 0, &array_x) < 0) {
        goto done;
    }
    if (ungil_check_out(function, 2, &array_out, 1, &array_factor) < 0) {
        goto done;
    }
    if (given[1] == NULL) {
        c_factor = ungil_default_scale_1();
    }
    if (operands.first != NULL && array_out.data == NULL) {
        array_out.ndim = operands.first->ndim;
        memcpy(array_out.shape, operands.first->shape, sizeof(array_out.shape));
        made_out = ungil_allocate(module, function, 2, &array_out, operands.numpy);
        if (made_out == NULL) {
            goto done;
        }
    }
    if (operands.first != NULL) {
        result = array_out.data;
    }
    if (ungil_stay(function, 0, given[0], &array_x) < 0) {
        goto done;
    }
    if (ungil_stay(function, 1, given[1], &array_factor) < 0) {
        goto done;
    }
    if (made_out == NULL &&
        ungil_stay(function, 2, given[2], &array_out) < 0) {
        goto done;
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    Py_XINCREF(given[1]);
    Py_XINCREF(given[2]);
    thread = PyEval_SaveThread();
    ungil_loop_scale(length, result, p_x, step_x, p_factor, step_factor);
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    Py_XDECREF(given[1]);
    Py_XDECREF(given[2]);
    if (made_out == NULL) {
        returned = operands.first == NULL ? PyFloat_FromDouble(c_return) : Py_NewRef(given[2]);
    } else {
        returned = ungil_give(function, 2, made_out, &array_out, array_out.shape[0]);
        made_out = NULL;
    }
done:
    Py_XDECREF(made_out);
    ungil_let_go(&array_x);
    ungil_let_go(&array_factor);
    ungil_let_go(&array_out);
    return returned;
}

static PyObject *ungil_call_scale(PyObject *module,
                                  PyObject *const *args,
                                  Py_ssize_t nargs,
                                  PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_scale;
    PyObject *slots[3];
    double c_x = 0;
    double c_factor = 0;
    double c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_out = given == slots ? slots[2] : NULL;
    if (UNGIL_UNLIKELY(!ungil_is_scalar(given[0]) || !ungil_is_scalar(given[1]) || (given_out != NULL && given_out != Py_None))) {
        slots[0] = given[0];
        slots[1] = given[1];
        slots[2] = given_out;
        return ungil_map_scale(module, slots);
    }
    if (ungil_to_double(function, 0, given[0], &c_x) < 0) {
        return NULL;
    }
    if (given[1] != NULL &&
        ungil_to_double(function, 1, given[1], &c_factor) < 0) {
        return NULL;
    }
    if (given[1] == NULL) {
        c_factor = ungil_default_scale_1();
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = scale(c_x, c_factor);
    PyEval_RestoreThread(thread);
    return PyFloat_FromDouble(c_return);
}


/* bool is_set(uint32_t bits, int UNGIL_RANGE(0, 31) place) UNGIL_VECTORIZE UNGIL_HOLD
 * vectorized.h:9 */
static const ungil_parameter ungil_parameters_is_set[] = {
    {"bits", "uint32_t", UNGIL_REQUIRED | UNGIL_ANY_NDIM, UNGIL_INTEGER_KIND(uint32_t), 0, _Alignof(uint32_t), sizeof(uint32_t)},
    {"place", "int", UNGIL_REQUIRED | UNGIL_ANY_NDIM, UNGIL_INTEGER_KIND(int), 0, _Alignof(int), sizeof(int)},
    {"out", "bool", UNGIL_WRITABLE | UNGIL_ANY_NDIM, UNGIL_BOOLEAN, 0, _Alignof(bool), sizeof(bool)},
};
static const ungil_signature ungil_signature_is_set =
    {"is_set", ungil_parameters_is_set, 3, 2, 3, NULL};

static void ungil_loop_is_set(Py_ssize_t length,
                              bool *result,
                              const uint32_t *p_bits,
                              Py_ssize_t step_bits,
                              const int *p_place,
                              Py_ssize_t step_place) {
    switch (step_bits | step_place << 1) {
        case 1: {
            const int c_place = p_place[0];
            for (Py_ssize_t i = 0; i < length; i++) {
                result[i] = is_set(p_bits[i], c_place);
            }
            return;
        }
        case 2: {
            const uint32_t c_bits = p_bits[0];
            for (Py_ssize_t i = 0; i < length; i++) {
                result[i] = is_set(c_bits, p_place[i]);
            }
            return;
        }
        case 3: {
            for (Py_ssize_t i = 0; i < length; i++) {
                result[i] = is_set(p_bits[i], p_place[i]);
            }
            return;
        }
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        result[i] = is_set(p_bits[i * step_bits], p_place[i * step_place]);
    }
}

UNGIL_CALL PyObject *ungil_map_is_set(PyObject *module, PyObject *const *given) {
    const ungil_signature *const function = &ungil_signature_is_set;
    ungil_state *state = ungil_state_of(module);
    ungil_operands operands = {NULL, 0, false};
    uint64_t bits = 0;
    uint32_t c_bits = 0;
    int c_place = 0;
    bool c_return = 0;
    bool *result = &c_return;
    ungil_array array_bits;
    UNGIL_NO_ARRAY(array_bits);
    ungil_array array_place;
    UNGIL_NO_ARRAY(array_place);
    ungil_array array_out;
    UNGIL_NO_ARRAY(array_out);
    PyObject *made_out = NULL, *returned = NULL;
    Py_ssize_t step_bits = ungil_is_array(state, given[0]);
    if (step_bits == 0) {
        PyObject *item = ungil_item(function, 0, given[0]);
        const int status = item == NULL ? -1 : UNGIL_TO_INTEGER(function, 0, item, uint32_t, c_bits, bits);
        Py_XDECREF(item);
        if (status < 0) {
            goto done;
        }
    }
    Py_ssize_t step_place = ungil_is_array(state, given[1]);
    if (step_place == 0) {
        PyObject *item = ungil_item(function, 1, given[1]);
        const int status = item == NULL ? -1 : UNGIL_TO_INTEGER(function, 1, item, int, c_place, bits);
        Py_XDECREF(item);
        if (status < 0) {
            goto done;
        }
    }
    if (step_bits != 0 &&
        ungil_take_operand(state, function, 0, given[0], &array_bits, &operands) < 0) {
        goto done;
    }
    if (step_place != 0 &&
        ungil_take_operand(state, function, 1, given[1], &array_place, &operands) < 0) {
        goto done;
    }
    if (given[2] != NULL && given[2] != Py_None &&
        ungil_take_operand(state, function, 2, given[2], &array_out, &operands) < 0) {
        goto done;
    }
    const Py_ssize_t length = operands.first == NULL ? 1 : ungil_length(operands.first);
    const uint32_t *p_bits = step_bits != 0 ? array_bits.data : (void *)&c_bits;
    const int *p_place = step_place != 0 ? array_place.data : (void *)&c_place;
    if (ungil_check_out(function, 2, &array_out, 0, &array_bits) < 0) {
        goto done;
    }
    if (ungil_check_out(function, 2, &array_out, 1, &array_place) < 0) {
        goto done;
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        c_place = p_place[i * step_place];
        if (!ungil_holds(ungil_and(ungil_less_equal(ungil_whole(0), UNGIL_EXACT(c_place)), ungil_less_equal(UNGIL_EXACT(c_place), ungil_whole(31))))) {
            ungil_outside(function, 1, step_place != 0 ? i : -1, "0...31", UNGIL_FROM_INTEGER(int, c_place));
            goto done;
        }
    }
    if (operands.first != NULL && array_out.data == NULL) {
        array_out.ndim = operands.first->ndim;
        memcpy(array_out.shape, operands.first->shape, sizeof(array_out.shape));
        made_out = ungil_allocate(module, function, 2, &array_out, operands.numpy);
        if (made_out == NULL) {
            goto done;
        }
    }
    if (operands.first != NULL) {
        result = array_out.data;
    }
    if (ungil_stay(function, 0, given[0], &array_bits) < 0) {
        goto done;
    }
    if (ungil_stay(function, 1, given[1], &array_place) < 0) {
        goto done;
    }
    if (made_out == NULL &&
        ungil_stay(function, 2, given[2], &array_out) < 0) {
        goto done;
    }
    ungil_loop_is_set(length, result, p_bits, step_bits, p_place, step_place);
    if (made_out == NULL) {
        returned = operands.first == NULL ? PyBool_FromLong(c_return) : Py_NewRef(given[2]);
    } else {
        returned = ungil_give(function, 2, made_out, &array_out, array_out.shape[0]);
        made_out = NULL;
    }
done:
    Py_XDECREF(made_out);
    ungil_let_go(&array_bits);
    ungil_let_go(&array_place);
    ungil_let_go(&array_out);
    return returned;
}

static PyObject *ungil_call_is_set(PyObject *module,
                                   PyObject *const *args,
                                   Py_ssize_t nargs,
                                   PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_is_set;
    PyObject *slots[3];
    uint64_t bits = 0;
    uint32_t c_bits = 0;
    int c_place = 0;
    bool c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_out = given == slots ? slots[2] : NULL;
    if (UNGIL_UNLIKELY(!ungil_is_scalar(given[0]) || !ungil_is_scalar(given[1]) || (given_out != NULL && given_out != Py_None))) {
        slots[0] = given[0];
        slots[1] = given[1];
        slots[2] = given_out;
        return ungil_map_is_set(module, slots);
    }
    if (UNGIL_TO_INTEGER(function, 0, given[0], uint32_t, c_bits, bits) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 1, given[1], int, c_place, bits) < 0) {
        return NULL;
    }
    if (!ungil_holds(ungil_and(ungil_less_equal(ungil_whole(0), UNGIL_EXACT(c_place)), ungil_less_equal(UNGIL_EXACT(c_place), ungil_whole(31))))) {
        ungil_outside(function, 1, -1, "0...31", UNGIL_FROM_INTEGER(int, c_place));
        return NULL;
    }
    c_return = is_set(c_bits, c_place);
    return PyBool_FromLong(c_return);
}


/* float clamp(float x, float low, float UNGIL_DEFAULT(low + 1) high) UNGIL_VECTORIZE UNGIL_REQUIRES(low <= high) UNGIL_RELEASE_ABOVE(1, 1024)
 * vectorized.h:10 */
static const ungil_parameter ungil_parameters_clamp[] = {
    {"x", "float", UNGIL_REQUIRED | UNGIL_ANY_NDIM, UNGIL_REAL, 0, _Alignof(float), sizeof(float)},
    {"low", "float", UNGIL_REQUIRED | UNGIL_ANY_NDIM, UNGIL_REAL, 0, _Alignof(float), sizeof(float)},
    {"high", "float", UNGIL_ANY_NDIM, UNGIL_REAL, 0, _Alignof(float), sizeof(float)},
    {"out", "float", UNGIL_WRITABLE | UNGIL_ANY_NDIM, UNGIL_REAL, 0, _Alignof(float), sizeof(float)},
};
static const ungil_signature ungil_signature_clamp =
    {"clamp", ungil_parameters_clamp, 6, 3, 4, NULL};

UNGIL_FAST float ungil_default_clamp_2(float low) {
    return low + 1;
}

static void ungil_loop_clamp(Py_ssize_t length,
                             float *result,
                             const float *p_x,
                             Py_ssize_t step_x,
                             const float *p_low,
                             Py_ssize_t step_low,
                             const float *p_high,
                             Py_ssize_t step_high) {
    switch (step_x | step_low << 1 | step_high << 2) {
        case 1: {
            const float c_low = p_low[0];
            const float c_high = p_high[0];
            for (Py_ssize_t i = 0; i < length; i++) {
                result[i] = clamp(p_x[i], c_low, c_high);
            }
            return;
        }
        case 2: {
            const float c_x = p_x[0];
            const float c_high = p_high[0];
            for (Py_ssize_t i = 0; i < length; i++) {
                result[i] = clamp(c_x, p_low[i], c_high);
            }
            return;
        }
        case 3: {
            const float c_high = p_high[0];
            for (Py_ssize_t i = 0; i < length; i++) {
                result[i] = clamp(p_x[i], p_low[i], c_high);
            }
            return;
        }
        case 4: {
            const float c_x = p_x[0];
            const float c_low = p_low[0];
            for (Py_ssize_t i = 0; i < length; i++) {
                result[i] = clamp(c_x, c_low, p_high[i]);
            }
            return;
        }
        case 5: {
            const float c_low = p_low[0];
            for (Py_ssize_t i = 0; i < length; i++) {
                result[i] = clamp(p_x[i], c_low, p_high[i]);
            }
            return;
        }
        case 6: {
            const float c_x = p_x[0];
            for (Py_ssize_t i = 0; i < length; i++) {
                result[i] = clamp(c_x, p_low[i], p_high[i]);
            }
            return;
        }
        case 7: {
            for (Py_ssize_t i = 0; i < length; i++) {
                result[i] = clamp(p_x[i], p_low[i], p_high[i]);
            }
            return;
        }
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        result[i] = clamp(p_x[i * step_x], p_low[i * step_low], p_high[i * step_high]);
    }
}

static bool ungil_above_clamp(Py_ssize_t length,
                              const float *p_x,
                              Py_ssize_t step_x,
                              const float *p_low,
                              Py_ssize_t step_low,
                              const float *p_high,
                              Py_ssize_t step_high) {
    (void)p_x, (void)step_x;
    (void)p_low, (void)step_low;
    (void)p_high, (void)step_high;
    ungil_exact work = ungil_whole(0);
    for (Py_ssize_t i = 0; i < length; i++) {
        work = ungil_add(work, ungil_whole(1));
        if (ungil_holds(ungil_greater(work, ungil_whole(1024)))) {
            return true;
        }
    }
    return false;
}

UNGIL_CALL PyObject *ungil_map_clamp(PyObject *module, PyObject *const *given) {
    const ungil_signature *const function = &ungil_signature_clamp;
    ungil_state *state = ungil_state_of(module);
    ungil_operands operands = {NULL, 0, false};
    float c_x = 0;
    float c_low = 0;
    float c_high = 0;
    float c_return = 0;
    float *result = &c_return;
    ungil_array array_x;
    UNGIL_NO_ARRAY(array_x);
    ungil_array array_low;
    UNGIL_NO_ARRAY(array_low);
    ungil_array array_high;
    UNGIL_NO_ARRAY(array_high);
    ungil_array array_out;
    UNGIL_NO_ARRAY(array_out);
    void *made_high = NULL;
    PyObject *made_out = NULL, *returned = NULL;
    Py_ssize_t step_x = ungil_is_array(state, given[0]);
    if (step_x == 0) {
        PyObject *item = ungil_item(function, 0, given[0]);
        const int status = item == NULL ? -1 : ungil_to_float(function, 0, item, &c_x);
        Py_XDECREF(item);
        if (status < 0) {
            goto done;
        }
    }
    Py_ssize_t step_low = ungil_is_array(state, given[1]);
    if (step_low == 0) {
        PyObject *item = ungil_item(function, 1, given[1]);
        const int status = item == NULL ? -1 : ungil_to_float(function, 1, item, &c_low);
        Py_XDECREF(item);
        if (status < 0) {
            goto done;
        }
    }
    Py_ssize_t step_high = given[2] != NULL && ungil_is_array(state, given[2]);
    if (given[2] != NULL && step_high == 0) {
        PyObject *item = ungil_item(function, 2, given[2]);
        const int status = item == NULL ? -1 : ungil_to_float(function, 2, item, &c_high);
        Py_XDECREF(item);
        if (status < 0) {
            goto done;
        }
    }
    if (step_x != 0 &&
        ungil_take_operand(state, function, 0, given[0], &array_x, &operands) < 0) {
        goto done;
    }
    if (step_low != 0 &&
        ungil_take_operand(state, function, 1, given[1], &array_low, &operands) < 0) {
        goto done;
    }
    if (step_high != 0 &&
        ungil_take_operand(state, function, 2, given[2], &array_high, &operands) < 0) {
        goto done;
    }
    if (given[3] != NULL && given[3] != Py_None &&
        ungil_take_operand(state, function, 3, given[3], &array_out, &operands) < 0) {
        goto done;
    }
    const Py_ssize_t length = operands.first == NULL ? 1 : ungil_length(operands.first);
    const float *p_x = step_x != 0 ? array_x.data : (void *)&c_x;
    const float *p_low = step_low != 0 ? array_low.data : (void *)&c_low;
    const float *p_high = step_high != 0 ? array_high.data : (void *)&c_high;
    if (ungil_check_out(function, 3, &array_out, 0, &array_x) < 0) {
        goto done;
    }
    if (ungil_check_out(function, 3, &array_out, 1, &array_low) < 0) {
        goto done;
    }
    if (ungil_check_out(function, 3, &array_out, 2, &array_high) < 0) {
        goto done;
    }
    if (given[2] == NULL) {
        step_high = step_low;
        if (step_high != 0) {
            made_high = ungil_elements(length, sizeof(float));
            if (made_high == NULL) {
                goto done;
            }
            p_high = made_high;
        }
        for (Py_ssize_t i = 0; i < (step_high != 0 ? length : 1); i++) {
            c_low = p_low[i * step_low];
            c_high = ungil_default_clamp_2(c_low);
            if (step_high != 0) {
                ((float *)made_high)[i] = c_high;
            }
        }
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        c_low = p_low[i * step_low];
        c_high = p_high[i * step_high];
        {
            const ungil_exact met = ungil_real_less_equal(ungil_real_of(c_low), ungil_real_of(c_high));
            if (!ungil_holds(met)) {
                const ungil_named values[] = {{"low", PyFloat_FromDouble(c_low)}, {"high", PyFloat_FromDouble(c_high)}};
                ungil_unmet(function, "low <= high", met, values, 2);
                goto done;
            }
        }
    }
    if (operands.first != NULL && array_out.data == NULL) {
        array_out.ndim = operands.first->ndim;
        memcpy(array_out.shape, operands.first->shape, sizeof(array_out.shape));
        made_out = ungil_allocate(module, function, 3, &array_out, operands.numpy);
        if (made_out == NULL) {
            goto done;
        }
    }
    if (operands.first != NULL) {
        result = array_out.data;
    }
    if (ungil_stay(function, 0, given[0], &array_x) < 0) {
        goto done;
    }
    if (ungil_stay(function, 1, given[1], &array_low) < 0) {
        goto done;
    }
    if (ungil_stay(function, 2, given[2], &array_high) < 0) {
        goto done;
    }
    if (made_out == NULL &&
        ungil_stay(function, 3, given[3], &array_out) < 0) {
        goto done;
    }
    PyThreadState *thread = NULL;
    if (ungil_above_clamp(length, p_x, step_x, p_low, step_low, p_high, step_high)) {
        Py_XINCREF(given[0]);
        Py_XINCREF(given[1]);
        Py_XINCREF(given[2]);
        Py_XINCREF(given[3]);
        thread = PyEval_SaveThread();
    }
    ungil_loop_clamp(length, result, p_x, step_x, p_low, step_low, p_high, step_high);
    if (thread != NULL) {
        PyEval_RestoreThread(thread);
        Py_XDECREF(given[0]);
        Py_XDECREF(given[1]);
        Py_XDECREF(given[2]);
        Py_XDECREF(given[3]);
    }
    if (made_out == NULL) {
        returned = operands.first == NULL ? PyFloat_FromDouble(c_return) : Py_NewRef(given[3]);
    } else {
        returned = ungil_give(function, 3, made_out, &array_out, array_out.shape[0]);
        made_out = NULL;
    }
done:
    Py_XDECREF(made_out);
    PyMem_Free(made_high);
    ungil_let_go(&array_x);
    ungil_let_go(&array_low);
    ungil_let_go(&array_high);
    ungil_let_go(&array_out);
    return returned;
}

static PyObject *ungil_call_clamp(PyObject *module,
                                  PyObject *const *args,
                                  Py_ssize_t nargs,
                                  PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_clamp;
    PyObject *slots[4];
    float c_x = 0;
    float c_low = 0;
    float c_high = 0;
    float c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_out = given == slots ? slots[3] : NULL;
    if (UNGIL_UNLIKELY(!ungil_is_scalar(given[0]) || !ungil_is_scalar(given[1]) || !ungil_is_scalar(given[2]) || (given_out != NULL && given_out != Py_None))) {
        slots[0] = given[0];
        slots[1] = given[1];
        slots[2] = given[2];
        slots[3] = given_out;
        return ungil_map_clamp(module, slots);
    }
    if (ungil_to_float(function, 0, given[0], &c_x) < 0) {
        return NULL;
    }
    if (ungil_to_float(function, 1, given[1], &c_low) < 0) {
        return NULL;
    }
    if (given[2] != NULL &&
        ungil_to_float(function, 2, given[2], &c_high) < 0) {
        return NULL;
    }
    if (given[2] == NULL) {
        c_high = ungil_default_clamp_2(c_low);
    }
    {
        const ungil_exact met = ungil_real_less_equal(ungil_real_of(c_low), ungil_real_of(c_high));
        if (!ungil_holds(met)) {
            const ungil_named values[] = {{"low", PyFloat_FromDouble(c_low)}, {"high", PyFloat_FromDouble(c_high)}};
            ungil_unmet(function, "low <= high", met, values, 2);
            return NULL;
        }
    }
    PyThreadState *thread = NULL;
    if (ungil_holds(ungil_greater(ungil_whole(1), ungil_whole(1024)))) {
        thread = PyEval_SaveThread();
    }
    c_return = clamp(c_x, c_low, c_high);
    if (thread != NULL) {
        PyEval_RestoreThread(thread);
    }
    return PyFloat_FromDouble(c_return);
}


/* int64_t count(int64_t a, bool b, int c, double d) UNGIL_VECTORIZE UNGIL_SERIALIZED
 * vectorized.h:12 */
static const ungil_parameter ungil_parameters_count[] = {
    {"a", "int64_t", UNGIL_REQUIRED | UNGIL_ANY_NDIM, UNGIL_INTEGER_KIND(int64_t), 0, _Alignof(int64_t), sizeof(int64_t)},
    {"b", "bool", UNGIL_REQUIRED | UNGIL_ANY_NDIM, UNGIL_BOOLEAN, 0, _Alignof(bool), sizeof(bool)},
    {"c", "int", UNGIL_REQUIRED | UNGIL_ANY_NDIM, UNGIL_INTEGER_KIND(int), 0, _Alignof(int), sizeof(int)},
    {"d", "double", UNGIL_REQUIRED | UNGIL_ANY_NDIM, UNGIL_REAL, 0, _Alignof(double), sizeof(double)},
    {"out", "int64_t", UNGIL_WRITABLE | UNGIL_ANY_NDIM, UNGIL_INTEGER_KIND(int64_t), 0, _Alignof(int64_t), sizeof(int64_t)},
};
static const ungil_signature ungil_signature_count =
    {"count", ungil_parameters_count, 10, 4, 5, NULL};

static void ungil_loop_count(Py_ssize_t length,
                             int64_t *result,
                             const int64_t *p_a,
                             Py_ssize_t step_a,
                             const unsigned char *p_b,
                             Py_ssize_t step_b,
                             const int *p_c,
                             Py_ssize_t step_c,
                             const double *p_d,
                             Py_ssize_t step_d) {
    switch (step_a | step_b << 1 | step_c << 2 | step_d << 3) {
        case 15: {
            for (Py_ssize_t i = 0; i < length; i++) {
                result[i] = count(p_a[i], p_b[i] != 0, p_c[i], p_d[i]);
            }
            return;
        }
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        result[i] = count(p_a[i * step_a], p_b[i * step_b] != 0, p_c[i * step_c], p_d[i * step_d]);
    }
}

UNGIL_CALL PyObject *ungil_map_count(PyObject *module, PyObject *const *given) {
    const ungil_signature *const function = &ungil_signature_count;
    ungil_state *state = ungil_state_of(module);
    ungil_operands operands = {NULL, 0, false};
    uint64_t bits = 0;
    int64_t c_a = 0;
    bool c_b = 0;
    int c_c = 0;
    double c_d = 0;
    int64_t c_return = 0;
    int64_t *result = &c_return;
    ungil_array array_a;
    UNGIL_NO_ARRAY(array_a);
    ungil_array array_b;
    UNGIL_NO_ARRAY(array_b);
    ungil_array array_c;
    UNGIL_NO_ARRAY(array_c);
    ungil_array array_d;
    UNGIL_NO_ARRAY(array_d);
    ungil_array array_out;
    UNGIL_NO_ARRAY(array_out);
    PyObject *made_out = NULL, *returned = NULL;
    Py_ssize_t step_a = ungil_is_array(state, given[0]);
    if (step_a == 0) {
        PyObject *item = ungil_item(function, 0, given[0]);
        const int status = item == NULL ? -1 : UNGIL_TO_INTEGER(function, 0, item, int64_t, c_a, bits);
        Py_XDECREF(item);
        if (status < 0) {
            goto done;
        }
    }
    Py_ssize_t step_b = ungil_is_array(state, given[1]);
    if (step_b == 0) {
        PyObject *item = ungil_item(function, 1, given[1]);
        const int status = item == NULL ? -1 : ungil_to_bool(function, 1, item, &c_b);
        Py_XDECREF(item);
        if (status < 0) {
            goto done;
        }
    }
    Py_ssize_t step_c = ungil_is_array(state, given[2]);
    if (step_c == 0) {
        PyObject *item = ungil_item(function, 2, given[2]);
        const int status = item == NULL ? -1 : UNGIL_TO_INTEGER(function, 2, item, int, c_c, bits);
        Py_XDECREF(item);
        if (status < 0) {
            goto done;
        }
    }
    Py_ssize_t step_d = ungil_is_array(state, given[3]);
    if (step_d == 0) {
        PyObject *item = ungil_item(function, 3, given[3]);
        const int status = item == NULL ? -1 : ungil_to_double(function, 3, item, &c_d);
        Py_XDECREF(item);
        if (status < 0) {
            goto done;
        }
    }
    if (step_a != 0 &&
        ungil_take_operand(state, function, 0, given[0], &array_a, &operands) < 0) {
        goto done;
    }
    if (step_b != 0 &&
        ungil_take_operand(state, function, 1, given[1], &array_b, &operands) < 0) {
        goto done;
    }
    if (step_c != 0 &&
        ungil_take_operand(state, function, 2, given[2], &array_c, &operands) < 0) {
        goto done;
    }
    if (step_d != 0 &&
        ungil_take_operand(state, function, 3, given[3], &array_d, &operands) < 0) {
        goto done;
    }
    if (given[4] != NULL && given[4] != Py_None &&
        ungil_take_operand(state, function, 4, given[4], &array_out, &operands) < 0) {
        goto done;
    }
    const Py_ssize_t length = operands.first == NULL ? 1 : ungil_length(operands.first);
    const int64_t *p_a = step_a != 0 ? array_a.data : (void *)&c_a;
    const unsigned char *p_b = step_b != 0 ? array_b.data : (void *)&c_b;
    const int *p_c = step_c != 0 ? array_c.data : (void *)&c_c;
    const double *p_d = step_d != 0 ? array_d.data : (void *)&c_d;
    if (ungil_check_out(function, 4, &array_out, 0, &array_a) < 0) {
        goto done;
    }
    if (ungil_check_out(function, 4, &array_out, 1, &array_b) < 0) {
        goto done;
    }
    if (ungil_check_out(function, 4, &array_out, 2, &array_c) < 0) {
        goto done;
    }
    if (ungil_check_out(function, 4, &array_out, 3, &array_d) < 0) {
        goto done;
    }
    if (operands.first != NULL && array_out.data == NULL) {
        array_out.ndim = operands.first->ndim;
        memcpy(array_out.shape, operands.first->shape, sizeof(array_out.shape));
        made_out = ungil_allocate(module, function, 4, &array_out, operands.numpy);
        if (made_out == NULL) {
            goto done;
        }
    }
    if (operands.first != NULL) {
        result = array_out.data;
    }
    if (ungil_stay(function, 0, given[0], &array_a) < 0) {
        goto done;
    }
    if (ungil_stay(function, 1, given[1], &array_b) < 0) {
        goto done;
    }
    if (ungil_stay(function, 2, given[2], &array_c) < 0) {
        goto done;
    }
    if (ungil_stay(function, 3, given[3], &array_d) < 0) {
        goto done;
    }
    if (made_out == NULL &&
        ungil_stay(function, 4, given[4], &array_out) < 0) {
        goto done;
    }
    if (ungil_serial_enter(function) < 0) {
        goto done;
    }
    PyThreadState *thread;
    Py_XINCREF(given[0]);
    Py_XINCREF(given[1]);
    Py_XINCREF(given[2]);
    Py_XINCREF(given[3]);
    Py_XINCREF(given[4]);
    thread = PyEval_SaveThread();
    ungil_loop_count(length, result, p_a, step_a, p_b, step_b, p_c, step_c, p_d, step_d);
    ungil_serial_leave();
    PyEval_RestoreThread(thread);
    Py_XDECREF(given[0]);
    Py_XDECREF(given[1]);
    Py_XDECREF(given[2]);
    Py_XDECREF(given[3]);
    Py_XDECREF(given[4]);
    if (made_out == NULL) {
        returned = operands.first == NULL ? UNGIL_FROM_INTEGER(int64_t, c_return) : Py_NewRef(given[4]);
    } else {
        returned = ungil_give(function, 4, made_out, &array_out, array_out.shape[0]);
        made_out = NULL;
    }
done:
    Py_XDECREF(made_out);
    ungil_let_go(&array_a);
    ungil_let_go(&array_b);
    ungil_let_go(&array_c);
    ungil_let_go(&array_d);
    ungil_let_go(&array_out);
    return returned;
}

static PyObject *ungil_call_count(PyObject *module,
                                  PyObject *const *args,
                                  Py_ssize_t nargs,
                                  PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_count;
    PyObject *slots[5];
    uint64_t bits = 0;
    int64_t c_a = 0;
    bool c_b = 0;
    int c_c = 0;
    double c_d = 0;
    int64_t c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyObject *given_out = given == slots ? slots[4] : NULL;
    if (UNGIL_UNLIKELY(!ungil_is_scalar(given[0]) || !ungil_is_scalar(given[1]) || !ungil_is_scalar(given[2]) || !ungil_is_scalar(given[3]) || (given_out != NULL && given_out != Py_None))) {
        slots[0] = given[0];
        slots[1] = given[1];
        slots[2] = given[2];
        slots[3] = given[3];
        slots[4] = given_out;
        return ungil_map_count(module, slots);
    }
    if (UNGIL_TO_INTEGER(function, 0, given[0], int64_t, c_a, bits) < 0) {
        return NULL;
    }
    if (ungil_to_bool(function, 1, given[1], &c_b) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 2, given[2], int, c_c, bits) < 0) {
        return NULL;
    }
    if (ungil_to_double(function, 3, given[3], &c_d) < 0) {
        return NULL;
    }
    if (ungil_serial_enter(function) < 0) {
        return NULL;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = count(c_a, c_b, c_c, c_d);
    ungil_serial_leave();
    PyEval_RestoreThread(thread);
    return UNGIL_FROM_INTEGER(int64_t, c_return);
}


static PyMethodDef ungil_methods[] = {
    {"scale",
     (PyCFunction)(void (*)(void))ungil_call_scale,
     METH_FASTCALL | METH_KEYWORDS,
    "scale($module, x, factor=2.0, *, out=None)\n"
    "--\n"
    "\n"
    "Scales a value.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "x : float (double), or an array\n"
    "    what is scaled\n"
    "factor : float (double), or an array, optional\n"
    "out : array of double, optional\n"
    "    Receives the results; it may be one of the arrays.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "float (double), or an array of the arrays' shape\n"
    "\n"
    "double scale(double x, double UNGIL_DEFAULT(2.0) factor) UNGIL_VECTORIZE"},
    {"is_set",
     (PyCFunction)(void (*)(void))ungil_call_is_set,
     METH_FASTCALL | METH_KEYWORDS,
    "is_set($module, bits, place, *, out=None)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "bits : int (uint32_t), or an array\n"
    "place : int, or an array\n"
    "out : array of bool, optional\n"
    "    Receives the results; it may be one of the arrays.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "bool, or an array of the arrays' shape\n"
    "\n"
    "Raises\n"
    "------\n"
    "ValueError\n"
    "    Unless ``0 <= place <= 31``.\n"
    "\n"
    "bool is_set(uint32_t bits, int UNGIL_RANGE(0, 31) place) UNGIL_VECTORIZE UNGIL_HOLD"},
    {"clamp",
     (PyCFunction)(void (*)(void))ungil_call_clamp,
     METH_FASTCALL | METH_KEYWORDS,
    "clamp($module, x, low, high=..., *, out=None)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "x : float (float), or an array\n"
    "low : float (float), or an array\n"
    "high : float (float), or an array, optional\n"
    "    Default: ``low + 1``.\n"
    "out : array of float, optional\n"
    "    Receives the results; it may be one of the arrays.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "float (float), or an array of the arrays' shape\n"
    "\n"
    "Raises\n"
    "------\n"
    "ValueError\n"
    "    Unless ``low <= high``.\n"
    "\n"
    "float clamp(float x, float low, float UNGIL_DEFAULT(low + 1) high) UNGIL_VECTORIZE UNGIL_REQUIRES(low <= high) UNGIL_RELEASE_ABOVE(1, 1024)"},
    {"count",
     (PyCFunction)(void (*)(void))ungil_call_count,
     METH_FASTCALL | METH_KEYWORDS,
    "count($module, a, b, c, d, *, out=None)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "a : int (int64_t), or an array\n"
    "b : bool, or an array\n"
    "c : int, or an array\n"
    "d : float (double), or an array\n"
    "out : array of int64_t, optional\n"
    "    Receives the results; it may be one of the arrays.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int (int64_t), or an array of the arrays' shape\n"
    "\n"
    "int64_t count(int64_t a, bool b, int c, double d) UNGIL_VECTORIZE UNGIL_SERIALIZED"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    return 0;
}

