#include "strings.h"

/* size_t measure(const char *UNGIL_NUL_TERMINATED text)
 * strings.h:10 */
static const ungil_parameter ungil_parameters_measure[] = {
    {"text", "str", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_measure =
    {"measure", ungil_parameters_measure, 0, 1, 1, NULL};

static PyObject *ungil_call_measure(PyObject *module,
                                    PyObject *const *args,
                                    Py_ssize_t nargs,
                                    PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_measure;
    PyObject *slots[1];
    const char *c_text = NULL;
    size_t c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (ungil_to_text(function, 0, given[0], &c_text) < 0) {
        return NULL;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = measure(c_text);
    PyEval_RestoreThread(thread);
    return UNGIL_FROM_INTEGER(size_t, c_return);
}


/* const char *UNGIL_NUL_TERMINATED greeting(const char *UNGIL_NUL_TERMINATED UNGIL_DEFAULT("Mr. \"X\"") name, const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL UNGIL_DEFAULT(NULL) title)
 * strings.h:12 */
static const ungil_parameter ungil_parameters_greeting[] = {
    {"name", "str", 0, 0, 0, 0, 0},
    {"title", "str", 0, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_greeting =
    {"greeting", ungil_parameters_greeting, 1, 2, 2, NULL};

UNGIL_FAST const char *ungil_default_greeting_0(void) {
    return "Mr. \"X\"";
}

static PyObject *ungil_call_greeting(PyObject *module,
                                     PyObject *const *args,
                                     Py_ssize_t nargs,
                                     PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_greeting;
    PyObject *slots[2];
    const char *c_name = NULL;
    const char *c_title = NULL;
    const char *c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (given[0] != NULL &&
        ungil_to_text(function, 0, given[0], &c_name) < 0) {
        return NULL;
    }
    if (given[1] != NULL && given[1] != Py_None &&
        ungil_to_text(function, 1, given[1], &c_title) < 0) {
        return NULL;
    }
    if (given[0] == NULL) {
        c_name = ungil_default_greeting_0();
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = greeting(c_name, c_title);
    PyEval_RestoreThread(thread);
    return c_return == NULL ? ungil_null_result(function, PyExc_RuntimeError) : ungil_from_text(c_return);
}


/* const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL find_name(int number)
 * strings.h:17 */
static const ungil_parameter ungil_parameters_find_name[] = {
    {"number", "int", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_find_name =
    {"find_name", ungil_parameters_find_name, 3, 1, 1, NULL};

static PyObject *ungil_call_find_name(PyObject *module,
                                      PyObject *const *args,
                                      Py_ssize_t nargs,
                                      PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_find_name;
    PyObject *slots[1];
    uint64_t bits = 0;
    int c_number = 0;
    const char *c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 0, given[0], int, c_number, bits) < 0) {
        return NULL;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = find_name(c_number);
    PyEval_RestoreThread(thread);
    return c_return == NULL ? Py_NewRef(Py_None) : ungil_from_text(c_return);
}


static PyMethodDef ungil_methods[] = {
    {"measure",
     (PyCFunction)(void (*)(void))ungil_call_measure,
     METH_FASTCALL | METH_KEYWORDS,
    "measure($module, text)\n"
    "--\n"
    "\n"
    "Counts characters.\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "text : str\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int (size_t)\n"
    "\n"
    "size_t measure(const char *UNGIL_NUL_TERMINATED text)"},
    {"greeting",
     (PyCFunction)(void (*)(void))ungil_call_greeting,
     METH_FASTCALL | METH_KEYWORDS,
    "greeting($module, name='Mr. \"X\"', title=None)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "name : str, optional\n"
    "title : str, or None, optional\n"
    "\n"
    "Returns\n"
    "-------\n"
    "str\n"
    "\n"
    "Raises\n"
    "------\n"
    "RuntimeError\n"
    "    If C returns NULL.\n"
    "\n"
    "const char *UNGIL_NUL_TERMINATED greeting(const char *UNGIL_NUL_TERMINATED UNGIL_DEFAULT(\"Mr. \\\"X\\\"\") name, const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL UNGIL_DEFAULT(NULL) title)"},
    {"find_name",
     (PyCFunction)(void (*)(void))ungil_call_find_name,
     METH_FASTCALL | METH_KEYWORDS,
    "find_name($module, number)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "number : int\n"
    "\n"
    "Returns\n"
    "-------\n"
    "str, or None\n"
    "\n"
    "const char *UNGIL_NUL_TERMINATED UNGIL_OR_NULL find_name(int number)"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    return 0;
}

