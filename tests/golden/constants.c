#include "constants.h"

/* int is_colour(enum colour value)
 * constants.h:17 */
static const ungil_parameter ungil_parameters_is_colour[] = {
    {"value", "enum colour", UNGIL_REQUIRED, 0, 0, 0, 0},
};
static const ungil_signature ungil_signature_is_colour =
    {"is_colour", ungil_parameters_is_colour, 0, 1, 1, NULL};

static PyObject *ungil_call_is_colour(PyObject *module,
                                      PyObject *const *args,
                                      Py_ssize_t nargs,
                                      PyObject *kwnames) {
    const ungil_signature *const function = &ungil_signature_is_colour;
    PyObject *slots[1];
    uint64_t bits = 0;
    enum colour c_value = 0;
    int c_return;
    PyObject *const *given;
    if (ungil_bind(module, function, args, nargs, kwnames, slots, &given) < 0) {
        return NULL;
    }
    if (UNGIL_TO_INTEGER(function, 0, given[0], enum colour, c_value, bits) < 0) {
        return NULL;
    }
    PyThreadState *thread;
    thread = PyEval_SaveThread();
    c_return = is_colour(c_value);
    PyEval_RestoreThread(thread);
    return UNGIL_FROM_INTEGER(int, c_return);
}


static PyMethodDef ungil_methods[] = {
    {"is_colour",
     (PyCFunction)(void (*)(void))ungil_call_is_colour,
     METH_FASTCALL | METH_KEYWORDS,
    "is_colour($module, value)\n"
    "--\n"
    "\n"
    "Parameters\n"
    "----------\n"
    "value : int (enum colour)\n"
    "\n"
    "Returns\n"
    "-------\n"
    "int\n"
    "\n"
    "int is_colour(enum colour value)"},
    {NULL, NULL, 0, NULL},
};

static int ungil_add_constants(PyObject *ungil_self) {
    (void)ungil_self;
    if (ungil_add_constant(ungil_self, "ANSWER", UNGIL_CONSTANT_VALUE(ANSWER)) < 0) {
        return -1;
    }
    if (ungil_add_constant(ungil_self, "HALF", UNGIL_CONSTANT_VALUE(HALF)) < 0) {
        return -1;
    }
    if (ungil_add_constant(ungil_self, "VERSION_TEXT", UNGIL_CONSTANT_VALUE(VERSION_TEXT)) < 0) {
        return -1;
    }
    if (ungil_add_constant(ungil_self, "RED", UNGIL_CONSTANT_VALUE(RED)) < 0) {
        return -1;
    }
    if (ungil_add_constant(ungil_self, "GREEN", UNGIL_CONSTANT_VALUE(GREEN)) < 0) {
        return -1;
    }
    if (ungil_add_constant(ungil_self, "BLUE", UNGIL_CONSTANT_VALUE(BLUE)) < 0) {
        return -1;
    }
    if (ungil_add_constant(ungil_self, "CHAR_BIT", UNGIL_CONSTANT_VALUE(CHAR_BIT)) < 0) {
        return -1;
    }
    return 0;
}

