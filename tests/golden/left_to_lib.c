#include "left_to_lib.h"

/* int bound(int number)
 * left_to_lib.h:15 */
static const ungil_parameter ungil_parameters_bound[] = {
    {"number", "int", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_bound =
    {"bound", ungil_parameters_bound, 0, 1, 1, NULL};

static PyObject *ungil_call_bound(PyObject *module,
                                  PyObject *const *args,
                                  Py_ssize_t nargs,
                                  PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_bound;
    PyObject *slots[1];
    uint64_t bits = 0;
    int c_number = 0;
    int c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 0, given[0], int, c_number, bits) < 0) {
        return NULL;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = bound(c_number);
    PyEval_RestoreThread(thread);
    return UNGIL_FROM_INTEGER(int, c_return);
}


static PyMethodDef ungil_methods[] = {
    {"bound",
     (PyCFunction)(void (*)(void))ungil_call_bound,
     METH_FASTCALL | METH_KEYWORDS,
    "bound($module, number)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "number : int\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int\n"
    "\n"
    "int bound(int number)"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    return 0;
}

