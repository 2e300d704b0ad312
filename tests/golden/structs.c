#include "structs.h"

UNGIL_FOLLOWS(point, x, y);
UNGIL_ENDS(point, y);
static const ungil_field ungil_fields_point[] = {
    {{"x", "double", UNGIL_REQUIRED, UNGIL_REAL,
      0, _Alignof(double), sizeof(((point *)NULL)->x)},
     "x", NULL, NULL, offsetof(point, x)},
    {{"y", "double", UNGIL_REQUIRED, UNGIL_REAL,
      0, _Alignof(double), sizeof(((point *)NULL)->y)},
     "y", NULL, NULL, offsetof(point, y)},
};
static const ungil_record ungil_record_point = {
    "point",
    "point(x, y)\n"
    "\n"
    "C's point::\n"
    "\n"
    "    double x;\n"
    "    double y;\n",
    ungil_fields_point, 2, 0,
    sizeof(point), _Alignof(point),
};

UNGIL_FOLLOWS(line, from, to);
UNGIL_FOLLOWS(line, to, colour);
UNGIL_FOLLOWS(line, colour, name);
UNGIL_FOLLOWS(line, name, weights);
UNGIL_ENDS(line, weights);
static const ungil_field ungil_fields_line[] = {
    {{"from_", "point", UNGIL_REQUIRED, UNGIL_STRUCT,
      0, _Alignof(point), sizeof(((line *)NULL)->from)},
     "from", &ungil_record_point, NULL, offsetof(line, from)},
    {{"to", "point", UNGIL_REQUIRED, UNGIL_STRUCT,
      0, _Alignof(point), sizeof(((line *)NULL)->to)},
     "to", &ungil_record_point, NULL, offsetof(line, to)},
    {{"colour", "uint8_t", UNGIL_REQUIRED, UNGIL_KIND_OF(((line *)NULL)->colour[0]),
      1, _Alignof(uint8_t), sizeof(((line *)NULL)->colour[0])},
     "colour", NULL, (const Py_ssize_t[]){(Py_ssize_t)(3)}, offsetof(line, colour)},
    {{"name", "char", UNGIL_REQUIRED, UNGIL_CHARACTER,
      1, _Alignof(char), sizeof(((line *)NULL)->name[0])},
     "name", NULL, (const Py_ssize_t[]){(Py_ssize_t)(NAME_SIZE)}, offsetof(line, name)},
    {{"weights", "float", UNGIL_REQUIRED, UNGIL_REAL,
      2, _Alignof(float), sizeof(((line *)NULL)->weights[0][0])},
     "weights", NULL, (const Py_ssize_t[]){(Py_ssize_t)(2), (Py_ssize_t)(2)}, offsetof(line, weights)},
};
static const ungil_record ungil_record_line = {
    "line",
    "line(from_, to, colour, name, weights)\n"
    "\n"
    "C's line::\n"
    "\n"
    "    point from;\n"
    "    point to;\n"
    "    uint8_t colour[3];\n"
    "    char name[NAME_SIZE];\n"
    "    float weights[2][2];\n",
    ungil_fields_line, 5, 1,
    sizeof(line), _Alignof(line),
};

UNGIL_FOLLOWS(struct counted, count, index);
UNGIL_FOLLOWS(struct counted, index, _secret);
UNGIL_ENDS(struct counted, _secret);
static const ungil_field ungil_fields_struct_counted[] = {
    {{"count", "size_t", UNGIL_REQUIRED, UNGIL_KIND_OF(((struct counted *)NULL)->count),
      0, _Alignof(size_t), sizeof(((struct counted *)NULL)->count)},
     "count", NULL, NULL, offsetof(struct counted, count)},
    {{"index", "bool", UNGIL_REQUIRED, UNGIL_BOOLEAN,
      0, _Alignof(bool), sizeof(((struct counted *)NULL)->index)},
     "index", NULL, NULL, offsetof(struct counted, index)},
    {{"secret", "int32_t", UNGIL_REQUIRED, UNGIL_KIND_OF(((struct counted *)NULL)->_secret),
      0, _Alignof(int32_t), sizeof(((struct counted *)NULL)->_secret)},
     "_secret", NULL, NULL, offsetof(struct counted, _secret)},
};
static const ungil_record ungil_record_struct_counted = {
    "counted",
    "counted(count, index, secret)\n"
    "\n"
    "C's struct counted::\n"
    "\n"
    "    size_t count;\n"
    "    bool index;\n"
    "    int32_t _secret;\n",
    ungil_fields_struct_counted, 3, 2,
    sizeof(struct counted), _Alignof(struct counted),
};

/* point middle(line l)
 * structs.h:34 */
static const ungil_parameter ungil_parameters_middle[] = {
    {"l", "line", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_middle =
    {"middle", ungil_parameters_middle, 0, 1, 1, NULL};

static PyObject *ungil_call_middle(PyObject *own_module,
                                   PyObject *const *own_args,
                                   Py_ssize_t own_nargs,
                                   PyObject *own_kwnames) {
    const ungil_signature *const own_function = &ungil_signature_middle;
    PyObject *own_slots[1];
    line own_c_l = {0};
    point own_c_return;
    PyObject *const *own_given;
    if (ungil_bind(own_module, own_function, own_args, own_nargs, own_kwnames, own_slots, &own_given) < 0) {
        return NULL;
    }
    if (ungil_to_record(own_module, own_function, 0, own_given[0], &ungil_record_line, &own_c_l) < 0) {
        return NULL;
    }
    PyThreadState *own_thread;
    own_thread = PyEval_SaveThread();
    own_c_return = middle(own_c_l);
    PyEval_RestoreThread(own_thread);
    return ungil_from_record(own_module, &ungil_record_point, &own_c_return);
}


/* void shift(point *UNGIL_INOUT p, double UNGIL_DEFAULT(1.0) by)
 * structs.h:39 */
static const ungil_parameter ungil_parameters_shift[] = {
    {"p", "point", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"by", "double", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_shift =
    {"shift", ungil_parameters_shift, 1, 2, 2, NULL};

UNGIL_FAST double ungil_default_shift_1(void) {
    return 1.0;
}

static PyObject *ungil_call_shift(PyObject *own_module,
                                  PyObject *const *own_args,
                                  Py_ssize_t own_nargs,
                                  PyObject *own_kwnames) {
    const ungil_signature *const own_function = &ungil_signature_shift;
    PyObject *own_slots[2];
    point own_c_p = {0};
    double own_c_by = 0;
    PyObject *const *own_given;
    if (ungil_bind(own_module, own_function, own_args, own_nargs, own_kwnames, own_slots, &own_given) < 0) {
        return NULL;
    }
    if (ungil_to_record(own_module, own_function, 0, own_given[0], &ungil_record_point, &own_c_p) < 0) {
        return NULL;
    }
    if (own_given[1] != NULL &&
        ungil_to_double(own_function, 1, own_given[1], &own_c_by) < 0) {
        return NULL;
    }
    if (own_given[1] == NULL) {
        own_c_by = ungil_default_shift_1();
    }
    PyThreadState *own_thread;
    own_thread = PyEval_SaveThread();
    shift(&own_c_p, own_c_by);
    PyEval_RestoreThread(own_thread);
    return ungil_from_record(own_module, &ungil_record_point, &own_c_p);
}


/* point centre(const point *UNGIL_COUNTED_BY(n) points, size_t n)
 * structs.h:41 */
static const ungil_parameter ungil_parameters_centre[] = {
    {"points", "point", UNGIL_REQUIRED, UNGIL_STRUCT, 1, _Alignof(point), sizeof(point)},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_centre =
    {"centre", ungil_parameters_centre, 3, 1, 2, NULL};

static PyObject *ungil_call_centre(PyObject *own_module,
                                   PyObject *const *own_args,
                                   Py_ssize_t own_nargs,
                                   PyObject *own_kwnames) {
    const ungil_signature *const own_function = &ungil_signature_centre;
    PyObject *own_slots[2];
    uint64_t own_bits = 0;
    size_t own_c_n = 0;
    ungil_array own_array_points;
    point own_c_return;
    PyObject *own_returned = NULL;
    PyObject *const *own_given;
    if (ungil_bind(own_module, own_function, own_args, own_nargs, own_kwnames, own_slots, &own_given) < 0) {
        return NULL;
    }
    PyObject *own_given_n = own_given == own_slots ? own_slots[1] : NULL;
    own_array_points.exported = false;
    if (own_given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(own_function, 1, own_given_n, size_t, own_c_n, own_bits) < 0) {
        goto own_done;
    }
    ungil_state *own_state = ungil_state_of(own_module);
    if (ungil_take_records(own_state, own_function, 0, own_given[0], &ungil_record_point, &own_array_points) < 0) {
        goto own_done;
    }
    ungil_count own_count_n = UNGIL_COUNT("n");
    if (own_given_n != NULL &&
        ungil_count_passed(own_function, 1, &own_count_n, UNGIL_EXACT(own_c_n), true) < 0) {
        goto own_done;
    }
    if (ungil_count_array(own_function, &own_count_n, 0, &own_array_points, 0, false) < 0) {
        goto own_done;
    }
    if (own_given_n == NULL) {
        if (UNGIL_SET_COUNT(own_function, 1, own_count_n, size_t, own_c_n) < 0) {
            goto own_done;
        }
    }
    PyThreadState *own_thread;
    Py_XINCREF(own_given[0]);
    own_thread = PyEval_SaveThread();
    own_c_return = centre(own_array_points.data, own_c_n);
    PyEval_RestoreThread(own_thread);
    Py_XDECREF(own_given[0]);
    own_returned = ungil_from_record(own_module, &ungil_record_point, &own_c_return);
own_done:
    ungil_let_go(&own_array_points);
    return own_returned;
}


/* double length(const line *UNGIL_SINGLE UNGIL_OR_NULL l)
 * structs.h:43 */
static const ungil_parameter ungil_parameters_length[] = {
    {"l", "line", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_length =
    {"length", ungil_parameters_length, 5, 1, 1, NULL};

static PyObject *ungil_call_length(PyObject *own_module,
                                   PyObject *const *own_args,
                                   Py_ssize_t own_nargs,
                                   PyObject *own_kwnames) {
    const ungil_signature *const own_function = &ungil_signature_length;
    PyObject *own_slots[1];
    line own_c_l = {0};
    line *own_p_l = NULL;
    double own_c_return;
    PyObject *const *own_given;
    if (ungil_bind(own_module, own_function, own_args, own_nargs, own_kwnames, own_slots, &own_given) < 0) {
        return NULL;
    }
    if (own_given[0] != Py_None) {
        if (ungil_to_record(own_module, own_function, 0, own_given[0], &ungil_record_line, &own_c_l) < 0) {
            return NULL;
        }
        own_p_l = &own_c_l;
    }
    PyThreadState *own_thread;
    own_thread = PyEval_SaveThread();
    own_c_return = length(own_p_l);
    PyEval_RestoreThread(own_thread);
    return PyFloat_FromDouble(own_c_return);
}


/* bool first(const line *UNGIL_COUNTED_BY(n) lines, size_t n, point *UNGIL_OUT start)
 * structs.h:45 */
static const ungil_parameter ungil_parameters_first[] = {
    {"lines", "line", UNGIL_REQUIRED, UNGIL_STRUCT, 1, _Alignof(line), sizeof(line)},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_first =
    {"first", ungil_parameters_first, 6, 1, 2, NULL};

static PyObject *ungil_call_first(PyObject *own_module,
                                  PyObject *const *own_args,
                                  Py_ssize_t own_nargs,
                                  PyObject *own_kwnames) {
    const ungil_signature *const own_function = &ungil_signature_first;
    PyObject *own_slots[2];
    uint64_t own_bits = 0;
    size_t own_c_n = 0;
    point own_c_start = {0};
    ungil_array own_array_lines;
    bool own_c_return;
    PyObject *own_results[2];
    int own_result_count = 0;
    PyObject *own_returned = NULL;
    PyObject *const *own_given;
    if (ungil_bind(own_module, own_function, own_args, own_nargs, own_kwnames, own_slots, &own_given) < 0) {
        return NULL;
    }
    PyObject *own_given_n = own_given == own_slots ? own_slots[1] : NULL;
    own_array_lines.exported = false;
    if (own_given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(own_function, 1, own_given_n, size_t, own_c_n, own_bits) < 0) {
        goto own_done;
    }
    ungil_state *own_state = ungil_state_of(own_module);
    if (ungil_take_records(own_state, own_function, 0, own_given[0], &ungil_record_line, &own_array_lines) < 0) {
        goto own_done;
    }
    ungil_count own_count_n = UNGIL_COUNT("n");
    if (own_given_n != NULL &&
        ungil_count_passed(own_function, 1, &own_count_n, UNGIL_EXACT(own_c_n), true) < 0) {
        goto own_done;
    }
    if (ungil_count_array(own_function, &own_count_n, 0, &own_array_lines, 0, false) < 0) {
        goto own_done;
    }
    if (own_given_n == NULL) {
        if (UNGIL_SET_COUNT(own_function, 1, own_count_n, size_t, own_c_n) < 0) {
            goto own_done;
        }
    }
    PyThreadState *own_thread;
    Py_XINCREF(own_given[0]);
    own_thread = PyEval_SaveThread();
    own_c_return = first(own_array_lines.data, own_c_n, &own_c_start);
    PyEval_RestoreThread(own_thread);
    Py_XDECREF(own_given[0]);
    own_results[own_result_count] = PyBool_FromLong(own_c_return);
    if (own_results[own_result_count] == NULL) {
        goto own_done;
    }
    own_result_count++;
    own_results[own_result_count] = ungil_from_record(own_module, &ungil_record_point, &own_c_start);
    if (own_results[own_result_count] == NULL) {
        goto own_done;
    }
    own_result_count++;
    own_returned = ungil_pack_results(own_results, own_result_count);
    own_result_count = 0;
own_done:
    ungil_drop_results(own_results, own_result_count);
    ungil_let_go(&own_array_lines);
    return own_returned;
}


/* void clear(line *UNGIL_SINGLE l)
 * structs.h:47 */
static const ungil_parameter ungil_parameters_clear[] = {
    {"l", "line", UNGIL_REQUIRED | UNGIL_WRITABLE, UNGIL_STRUCT, 1, _Alignof(line), sizeof(line)},
};
static const ungil_signature ungil_signature_clear =
    {"clear", ungil_parameters_clear, 8, 1, 1, NULL};

static PyObject *ungil_call_clear(PyObject *own_module,
                                  PyObject *const *own_args,
                                  Py_ssize_t own_nargs,
                                  PyObject *own_kwnames) {
    const ungil_signature *const own_function = &ungil_signature_clear;
    PyObject *own_slots[1];
    ungil_array own_array_l;
    PyObject *own_returned = NULL;
    PyObject *const *own_given;
    if (ungil_bind(own_module, own_function, own_args, own_nargs, own_kwnames, own_slots, &own_given) < 0) {
        return NULL;
    }
    own_array_l.exported = false;
    ungil_state *own_state = ungil_state_of(own_module);
    if (ungil_take_records(own_state, own_function, 0, own_given[0], &ungil_record_line, &own_array_l) < 0) {
        goto own_done;
    }
    if (ungil_check_length(own_function, 0, &own_array_l, 0, "1", ungil_whole(1), false) < 0) {
        goto own_done;
    }
    PyThreadState *own_thread;
    Py_XINCREF(own_given[0]);
    own_thread = PyEval_SaveThread();
    clear(own_array_l.data);
    PyEval_RestoreThread(own_thread);
    Py_XDECREF(own_given[0]);
    own_returned = Py_NewRef(Py_None);
own_done:
    ungil_let_go(&own_array_l);
    return own_returned;
}


/* struct counted count_all(void)
 * structs.h:49 */
static const ungil_signature ungil_signature_count_all =
    {"count_all", NULL, 9, 0, 0, NULL};

static PyObject *ungil_call_count_all(PyObject *own_module,
                                      PyObject *const *own_args,
                                      Py_ssize_t own_nargs,
                                      PyObject *own_kwnames) {
    const ungil_signature *const own_function = &ungil_signature_count_all;
    PyObject *own_slots[1];
    struct counted own_c_return;
    PyObject *const *own_given;
    if (ungil_bind(own_module, own_function, own_args, own_nargs, own_kwnames, own_slots, &own_given) < 0) {
        return NULL;
    }
    PyThreadState *own_thread;
    own_thread = PyEval_SaveThread();
    own_c_return = count_all();
    PyEval_RestoreThread(own_thread);
    return ungil_from_record(own_module, &ungil_record_struct_counted, &own_c_return);
}


/* double _Complex rotate(double _Complex z, double _Complex UNGIL_DEFAULT(1) by)
 * structs.h:51 */
static const ungil_parameter ungil_parameters_rotate[] = {
    {"z", "double _Complex", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"by", "double _Complex", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_rotate =
    {"rotate", ungil_parameters_rotate, 9, 2, 2, NULL};

UNGIL_FAST double _Complex ungil_default_rotate_1(void) {
    return 1;
}

static PyObject *ungil_call_rotate(PyObject *own_module,
                                   PyObject *const *own_args,
                                   Py_ssize_t own_nargs,
                                   PyObject *own_kwnames) {
    const ungil_signature *const own_function = &ungil_signature_rotate;
    PyObject *own_slots[2];
    double _Complex own_c_z = 0;
    double _Complex own_c_by = 0;
    double _Complex own_c_return;
    PyObject *const *own_given;
    if (ungil_bind(own_module, own_function, own_args, own_nargs, own_kwnames, own_slots, &own_given) < 0) {
        return NULL;
    }
    if (ungil_to_complex(own_function, 0, own_given[0], sizeof(own_c_z), &own_c_z) < 0) {
        return NULL;
    }
    if (own_given[1] != NULL &&
        ungil_to_complex(own_function, 1, own_given[1], sizeof(own_c_by), &own_c_by) < 0) {
        return NULL;
    }
    if (own_given[1] == NULL) {
        own_c_by = ungil_default_rotate_1();
    }
    PyThreadState *own_thread;
    own_thread = PyEval_SaveThread();
    own_c_return = rotate(own_c_z, own_c_by);
    PyEval_RestoreThread(own_thread);
    return ungil_from_complex(&own_c_return, sizeof(own_c_return));
}


/* void conjugate(float _Complex *UNGIL_COUNTED_BY(n) z, size_t n)
 * structs.h:53 */
static const ungil_parameter ungil_parameters_conjugate[] = {
    {"z", "float _Complex", UNGIL_REQUIRED | UNGIL_WRITABLE, UNGIL_COMPLEX, 1, _Alignof(float _Complex), sizeof(float _Complex)},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_conjugate =
    {"conjugate", ungil_parameters_conjugate, 11, 1, 2, NULL};

static PyObject *ungil_call_conjugate(PyObject *own_module,
                                      PyObject *const *own_args,
                                      Py_ssize_t own_nargs,
                                      PyObject *own_kwnames) {
    const ungil_signature *const own_function = &ungil_signature_conjugate;
    PyObject *own_slots[2];
    uint64_t own_bits = 0;
    size_t own_c_n = 0;
    ungil_array own_array_z;
    PyObject *own_returned = NULL;
    PyObject *const *own_given;
    if (ungil_bind(own_module, own_function, own_args, own_nargs, own_kwnames, own_slots, &own_given) < 0) {
        return NULL;
    }
    PyObject *own_given_n = own_given == own_slots ? own_slots[1] : NULL;
    own_array_z.exported = false;
    if (own_given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(own_function, 1, own_given_n, size_t, own_c_n, own_bits) < 0) {
        goto own_done;
    }
    ungil_state *own_state = ungil_state_of(own_module);
    if (ungil_take_array(own_state, own_function, 0, own_given[0], &own_array_z) < 0) {
        goto own_done;
    }
    ungil_count own_count_n = UNGIL_COUNT("n");
    if (own_given_n != NULL &&
        ungil_count_passed(own_function, 1, &own_count_n, UNGIL_EXACT(own_c_n), true) < 0) {
        goto own_done;
    }
    if (ungil_count_array(own_function, &own_count_n, 0, &own_array_z, 0, false) < 0) {
        goto own_done;
    }
    if (own_given_n == NULL) {
        if (UNGIL_SET_COUNT(own_function, 1, own_count_n, size_t, own_c_n) < 0) {
            goto own_done;
        }
    }
    PyThreadState *own_thread;
    Py_XINCREF(own_given[0]);
    own_thread = PyEval_SaveThread();
    conjugate(own_array_z.data, own_c_n);
    PyEval_RestoreThread(own_thread);
    Py_XDECREF(own_given[0]);
    own_returned = Py_NewRef(Py_None);
own_done:
    ungil_let_go(&own_array_z);
    return own_returned;
}


/* char next_letter(char c, char UNGIL_DEFAULT('z') last)
 * structs.h:55 */
static const ungil_parameter ungil_parameters_next_letter[] = {
    {"c", "char", UNGIL_REQUIRED, 0, 0, 0, 0},
    {"last", "char", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_next_letter =
    {"next_letter", ungil_parameters_next_letter, 13, 2, 2, NULL};

UNGIL_FAST char ungil_default_next_letter_1(void) {
    return 'z';
}

static PyObject *ungil_call_next_letter(PyObject *own_module,
                                        PyObject *const *own_args,
                                        Py_ssize_t own_nargs,
                                        PyObject *own_kwnames) {
    const ungil_signature *const own_function = &ungil_signature_next_letter;
    PyObject *own_slots[2];
    char own_c_c = 0;
    char own_c_last = 0;
    char own_c_return;
    PyObject *const *own_given;
    if (ungil_bind(own_module, own_function, own_args, own_nargs, own_kwnames, own_slots, &own_given) < 0) {
        return NULL;
    }
    if (ungil_to_char(own_function, 0, own_given[0], &own_c_c) < 0) {
        return NULL;
    }
    if (own_given[1] != NULL &&
        ungil_to_char(own_function, 1, own_given[1], &own_c_last) < 0) {
        return NULL;
    }
    if (own_given[1] == NULL) {
        own_c_last = ungil_default_next_letter_1();
    }
    PyThreadState *own_thread;
    own_thread = PyEval_SaveThread();
    own_c_return = next_letter(own_c_c, own_c_last);
    PyEval_RestoreThread(own_thread);
    return ungil_from_char(own_c_return);
}


/* wchar_t next_wide(wchar_t c)
 * structs.h:57 */
static const ungil_parameter ungil_parameters_next_wide[] = {
    {"c", "wchar_t", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_next_wide =
    {"next_wide", ungil_parameters_next_wide, 15, 1, 1, NULL};

static PyObject *ungil_call_next_wide(PyObject *own_module,
                                      PyObject *const *own_args,
                                      Py_ssize_t own_nargs,
                                      PyObject *own_kwnames) {
    const ungil_signature *const own_function = &ungil_signature_next_wide;
    PyObject *own_slots[1];
    wchar_t own_c_c = 0;
    wchar_t own_c_return;
    PyObject *const *own_given;
    if (ungil_bind(own_module, own_function, own_args, own_nargs, own_kwnames, own_slots, &own_given) < 0) {
        return NULL;
    }
    if (ungil_to_wchar(own_function, 0, own_given[0], &own_c_c) < 0) {
        return NULL;
    }
    PyThreadState *own_thread;
    own_thread = PyEval_SaveThread();
    own_c_return = next_wide(own_c_c);
    PyEval_RestoreThread(own_thread);
    return ungil_from_wchar(own_c_return);
}


/* void determinants(const double (*UNGIL_SHAPE(n) m)[3][3], double *UNGIL_OUT UNGIL_COUNTED_BY(n) d, size_t n)
 * structs.h:59 */
static const ungil_parameter ungil_parameters_determinants[] = {
    {"m", "double", UNGIL_REQUIRED | UNGIL_FLAT, UNGIL_REAL, 3, _Alignof(double), sizeof(double)},
    {"d", "double", UNGIL_WRITABLE | UNGIL_OPTIONAL, UNGIL_REAL, 1, _Alignof(double), sizeof(double)},
    {"n", "size_t", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_determinants =
    {"determinants", ungil_parameters_determinants, 16, 2, 3, NULL};

static PyObject *ungil_call_determinants(PyObject *own_module,
                                         PyObject *const *own_args,
                                         Py_ssize_t own_nargs,
                                         PyObject *own_kwnames) {
    const ungil_signature *const own_function = &ungil_signature_determinants;
    PyObject *own_slots[3];
    uint64_t own_bits = 0;
    size_t own_c_n = 0;
    ungil_array own_array_m;
    ungil_array own_array_d;
    PyObject *own_made_d = NULL;
    PyObject *own_returned = NULL;
    PyObject *const *own_given;
    if (ungil_bind(own_module, own_function, own_args, own_nargs, own_kwnames, own_slots, &own_given) < 0) {
        return NULL;
    }
    PyObject *own_given_n = own_given == own_slots ? own_slots[2] : NULL;
    own_array_m.exported = false;
    UNGIL_NO_ARRAY(own_array_d);
    if (own_given_n != NULL &&
        UNGIL_TO_SELDOM_INTEGER(own_function, 2, own_given_n, size_t, own_c_n, own_bits) < 0) {
        goto own_done;
    }
    ungil_state *own_state = ungil_state_of(own_module);
    if (ungil_take_array(own_state, own_function, 0, own_given[0], &own_array_m) < 0) {
        goto own_done;
    }
    if (own_given[1] != NULL && own_given[1] != Py_None &&
        ungil_take_array(own_state, own_function, 1, own_given[1], &own_array_d) < 0) {
        goto own_done;
    }
    if (ungil_check_length(own_function, 0, &own_array_m, 1, "3", ungil_whole(3), false) < 0) {
        goto own_done;
    }
    if (ungil_check_length(own_function, 0, &own_array_m, 2, "3", ungil_whole(3), false) < 0) {
        goto own_done;
    }
    ungil_count own_count_n = UNGIL_COUNT("n");
    if (own_given_n != NULL &&
        ungil_count_passed(own_function, 2, &own_count_n, UNGIL_EXACT(own_c_n), true) < 0) {
        goto own_done;
    }
    if (ungil_count_array(own_function, &own_count_n, 0, &own_array_m, 0, false) < 0) {
        goto own_done;
    }
    if (ungil_count_array(own_function, &own_count_n, 1, &own_array_d, 0, false) < 0) {
        goto own_done;
    }
    if (own_given_n == NULL) {
        if (own_count_n.from < 0 && (own_array_m.data != NULL)) {
            ungil_unknown_count(own_function, "n");
            goto own_done;
        }
        if (UNGIL_SET_COUNT(own_function, 2, own_count_n, size_t, own_c_n) < 0) {
            goto own_done;
        }
    }
    if (ungil_check_flat(own_function, 0, &own_array_m, "n * 3 * 3", ungil_multiply(ungil_multiply(UNGIL_EXACT(own_c_n), ungil_whole(3)), ungil_whole(3)), own_count_n.keyword) < 0) {
        goto own_done;
    }
    if (own_given[1] == NULL || own_given[1] == Py_None) {
        own_array_d.ndim = 1;
        if (ungil_size(own_function, "n", UNGIL_EXACT(own_c_n), &own_array_d.shape[0]) < 0) {
            goto own_done;
        }
        own_made_d = ungil_allocate(own_module, own_function, 1, &own_array_d, own_array_m.numpy || own_array_d.numpy);
        if (own_made_d == NULL) {
            goto own_done;
        }
    }
    if (UNGIL_UNLIKELY(own_array_m.exported | own_array_d.exported | (own_made_d != NULL)) && (own_array_m.numpy | own_array_d.numpy)) {
        if (ungil_stay(own_function, 0, own_given[0], &own_array_m) < 0) {
            goto own_done;
        }
        if (own_made_d == NULL && ungil_stay(own_function, 1, own_given[1], &own_array_d) < 0) {
            goto own_done;
        }
    }
    PyThreadState *own_thread;
    Py_XINCREF(own_given[0]);
    Py_XINCREF(own_given[1]);
    own_thread = PyEval_SaveThread();
    determinants(own_array_m.data, own_array_d.data, own_c_n);
    PyEval_RestoreThread(own_thread);
    Py_XDECREF(own_given[0]);
    Py_XDECREF(own_given[1]);
    if (own_made_d == NULL) {
        own_returned = Py_NewRef(own_given[1]);
    } else {
        own_returned = ungil_give(own_function, 1, own_made_d, &own_array_d, own_array_d.shape[0]);
        own_made_d = NULL;
    }
own_done:
    ungil_let_go(&own_array_m);
    ungil_let_go(&own_array_d);
    Py_XDECREF(own_made_d);
    return own_returned;
}


static PyMethodDef ungil_methods[] = {
    {"middle",
     (PyCFunction)(void (*)(void))ungil_call_middle,
     METH_FASTCALL | METH_KEYWORDS,
    "middle($module, l)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "l : line (from_, to, colour, name, weights)\n"
    "\n"
    "Returns\n"
    "-------\n"
    "point (x, y)\n"
    "\n"
    "point middle(line l)"},
    {"shift",
     (PyCFunction)(void (*)(void))ungil_call_shift,
     METH_FASTCALL | METH_KEYWORDS,
    "shift($module, p, by=1.0)\n"
    "--\n"
    "\n"
    "Moves a point.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "p : point (x, y)\n"
    "    the point\n"
    "by : float (double), optional\n"
    "    how far\n"
    "\n"
    "Returns\n"
    "-------\n"
    "p : point (x, y)\n"
    "    the point\n"
    "\n"
    "void shift(point *UNGIL_INOUT p, double UNGIL_DEFAULT(1.0) by)"},
    {"centre",
     (PyCFunction)(void (*)(void))ungil_call_centre,
     METH_FASTCALL | METH_KEYWORDS,
    "centre($module, points, *, n=...)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "points : array of point, length n\n"
    "n : int (size_t), optional\n"
    "    Inferred from points.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "point (x, y)\n"
    "\n"
    "point centre(const point *UNGIL_COUNTED_BY(n) points, size_t n)"},
    {"length",
     (PyCFunction)(void (*)(void))ungil_call_length,
     METH_FASTCALL | METH_KEYWORDS,
    "length($module, l)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "l : line (from_, to, colour, name, weights), or None\n"
    "\n"
    "Returns\n"
    "-------\n"
    "float (double)\n"
    "\n"
    "double length(const line *UNGIL_SINGLE UNGIL_OR_NULL l)"},
    {"first",
     (PyCFunction)(void (*)(void))ungil_call_first,
     METH_FASTCALL | METH_KEYWORDS,
    "first($module, lines, *, n=...)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "lines : array of line, length n\n"
    "n : int (size_t), optional\n"
    "    Inferred from lines.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "bool\n"
    "start : point (x, y)\n"
    "\n"
    "bool first(const line *UNGIL_COUNTED_BY(n) lines, size_t n, point *UNGIL_OUT start)"},
    {"clear",
     (PyCFunction)(void (*)(void))ungil_call_clear,
     METH_FASTCALL | METH_KEYWORDS,
    "clear($module, l)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "l : array of line, length 1, changed in place\n"
    "\n"
    "void clear(line *UNGIL_SINGLE l)"},
    {"count_all",
     (PyCFunction)(void (*)(void))ungil_call_count_all,
     METH_FASTCALL | METH_KEYWORDS,
    "count_all($module)\n"
    "--\n"
    "\n"
    "Returns\n"
    "-------\n"
    "counted (count, index, secret)\n"
    "\n"
    "struct counted count_all(void)"},
    {"rotate",
     (PyCFunction)(void (*)(void))ungil_call_rotate,
     METH_FASTCALL | METH_KEYWORDS,
    "rotate($module, z, by=(1+0j))\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "z : complex (double _Complex)\n"
    "by : complex (double _Complex), optional\n"
    "\n"
    "Returns\n"
    "-------\n"
    "complex (double _Complex)\n"
    "\n"
    "double _Complex rotate(double _Complex z, double _Complex UNGIL_DEFAULT(1) by)"},
    {"conjugate",
     (PyCFunction)(void (*)(void))ungil_call_conjugate,
     METH_FASTCALL | METH_KEYWORDS,
    "conjugate($module, z, *, n=...)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "z : array of float _Complex, length n, changed in place\n"
    "n : int (size_t), optional\n"
    "    Inferred from z.\n"
    "\n"
    "void conjugate(float _Complex *UNGIL_COUNTED_BY(n) z, size_t n)"},
    {"next_letter",
     (PyCFunction)(void (*)(void))ungil_call_next_letter,
     METH_FASTCALL | METH_KEYWORDS,
    "next_letter($module, c, last=b'z')\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "c : bytes of length 1 (char)\n"
    "last : bytes of length 1 (char), optional\n"
    "\n"
    "Returns\n"
    "-------\n"
    "bytes of length 1 (char)\n"
    "\n"
    "char next_letter(char c, char UNGIL_DEFAULT('z') last)"},
    {"next_wide",
     (PyCFunction)(void (*)(void))ungil_call_next_wide,
     METH_FASTCALL | METH_KEYWORDS,
    "next_wide($module, c)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "c : str of length 1 (wchar_t)\n"
    "\n"
    "Returns\n"
    "-------\n"
    "str of length 1 (wchar_t)\n"
    "\n"
    "wchar_t next_wide(wchar_t c)"},
    {"determinants",
     (PyCFunction)(void (*)(void))ungil_call_determinants,
     METH_FASTCALL | METH_KEYWORDS,
    "determinants($module, m, d=None, *, n=...)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "m : array of double, shape (n, 3, 3)\n"
    "d : array of double, length n, optional\n"
    "    Allocated when left out.\n"
    "n : int (size_t), optional\n"
    "    Inferred from m and d.\n"
    "\n"
    "Returns\n"
    "-------\n"
    "d : array of double, length n\n"
    "    The one given, else a new one.\n"
    "\n"
    "void determinants(const double (*UNGIL_SHAPE(n) m)[3][3], double *UNGIL_OUT UNGIL_COUNTED_BY(n) d, size_t n)"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    if (ungil_add_record(ungil_self, &ungil_record_point) < 0) {
        return -1;
    }
    if (ungil_add_record(ungil_self, &ungil_record_line) < 0) {
        return -1;
    }
    if (ungil_add_record(ungil_self, &ungil_record_struct_counted) < 0) {
        return -1;
    }
    if (ungil_add_constant(ungil_self, "NAME_SIZE", UNGIL_CONSTANT_VALUE(NAME_SIZE)) < 0) {
        return -1;
    }
    return 0;
}

