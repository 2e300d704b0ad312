#include "documented.h"

/* int quoted(int text)
 * documented.h:12 */
static const ungil_parameter ungil_parameters_quoted[] = {
    {"text", "int", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_quoted =
    {"quoted", ungil_parameters_quoted, 0, 1, 1, NULL};

static PyObject *ungil_call_quoted(PyObject *module,
                                   PyObject *const *args,
                                   Py_ssize_t nargs,
                                   PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_quoted;
    PyObject *slots[1];
    uint64_t bits = 0;
    int c_text = 0;
    int c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 0, given[0], int, c_text, bits) < 0) {
        return NULL;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = quoted(c_text);
    PyEval_RestoreThread(thread);
    return UNGIL_FROM_INTEGER(int, c_return);
}


/* int ends(void)
 * documented.h:15 */
static const ungil_signature ungil_signature_ends =
    {"ends", NULL, 1, 0, 0, NULL};

static PyObject *ungil_call_ends(PyObject *module,
                                 PyObject *const *args,
                                 Py_ssize_t nargs,
                                 PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_ends;
    PyObject *slots[1];
    int c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = ends();
    PyEval_RestoreThread(thread);
    return UNGIL_FROM_INTEGER(int, c_return);
}


/* int undocumented(void)
 * documented.h:17 */
static const ungil_signature ungil_signature_undocumented =
    {"undocumented", NULL, 1, 0, 0, NULL};

static PyObject *ungil_call_undocumented(PyObject *module,
                                         PyObject *const *args,
                                         Py_ssize_t nargs,
                                         PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_undocumented;
    PyObject *slots[1];
    int c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = undocumented();
    PyEval_RestoreThread(thread);
    return UNGIL_FROM_INTEGER(int, c_return);
}


static PyMethodDef ungil_methods[] = {
    {"quoted",
     (PyCFunction)(void (*)(void))ungil_call_quoted,
     METH_FASTCALL | METH_KEYWORDS,
    "quoted($module, text)\n"
    "--\n"
    "\n"
    "Prints \"\"\" and \\\"\\\"\\\" and '''; 100 % of them, %s and %n too.\n"
    "\n"
    "A back\\slash, \\x41, \\N{BULLET}, \\u12, \?\?/ a trigraph, ends in \\\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "text : int\n"
    "    na\303\257ve \342\200\224 \346\226\207\345\255\227, \"quoted\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int\n"
    "    {braces} ${dollars} and \"quotes\"\n"
    "\n"
    "int quoted(int text)"},
    {"ends",
     (PyCFunction)(void (*)(void))ungil_call_ends,
     METH_FASTCALL | METH_KEYWORDS,
    "ends($module)\n"
    "--\n"
    "\n"
    "\"quoted\" at both \"ends\"\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int\n"
    "\n"
    "int ends(void)"},
    {"undocumented",
     (PyCFunction)(void (*)(void))ungil_call_undocumented,
     METH_FASTCALL | METH_KEYWORDS,
    "undocumented($module)\n"
    "--\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int\n"
    "\n"
    "int undocumented(void)"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    return 0;
}

