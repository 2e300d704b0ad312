/* Python's API wants the interpreter lock. */
#include "python_released.h"
/* As Python.h declares them. */
typedef int PyGILState_STATE;
PyGILState_STATE PyGILState_Ensure(void);
void PyGILState_Release(PyGILState_STATE state);
int PyErr_CheckSignals(void);

void call(void) {
    PyErr_CheckSignals();
}

void call_held(void) {
    PyErr_CheckSignals();
}

void call_ensured(void) {
    PyGILState_STATE state = PyGILState_Ensure();
    PyErr_CheckSignals();
    PyGILState_Release(state);
}
