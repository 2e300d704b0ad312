/* ending.h: whether the interpreter is shutting down.
 *
 * From then on other threads do not come back to Python: what one of them was inside of, a call
 * with a handle or a serialized function, it never leaves. Nobody waits for that.
 */
#ifndef UNGIL_ENDING_H
#define UNGIL_ENDING_H

#include "base.h"

/* Asks sys.is_finalizing, which the limited API of 3.11 does not have; it is gone late in the
 * shutdown. */
UNGIL_COLD bool ungil_is_ending(void) {
    PyObject *ask = Py_XNewRef(PySys_GetObject("is_finalizing"));
    if (ask == NULL) {
        return true;
    }
    PyObject *answer = PyObject_CallNoArgs(ask);
    bool ending = answer == Py_True;
    PyErr_Clear();
    Py_XDECREF(answer);
    Py_DECREF(ask);
    return ending;
}

#endif
