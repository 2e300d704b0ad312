/* postponed.h: handles that were collected at a moment when C could not free what they stand for.
 *
 * A serialized destructor cannot run in the middle of a serialized call, where the caller's Python
 * code may run (a callback, the collection of cycles) and drop a handle. C's object then moves to
 * a handle that nobody else knows, which waits in the module's state.
 */
#ifndef UNGIL_POSTPONED_H
#define UNGIL_POSTPONED_H

#include "handle.h"

/* Frees what waits, if that is possible now. */
UNGIL_CALL void ungil_free_postponed(ungil_state *state) {
    if (UNGIL_LIKELY(PyList_Size(state->postponed) == 0)) {
        return;
    }
    PyObject *all = PyList_GetSlice(state->postponed, 0, PY_SSIZE_T_MAX);
    if (all == NULL || PyList_SetSlice(state->postponed, 0, PyList_Size(all), NULL) < 0) {
        PyErr_Clear(); /* another time */
    }
    Py_XDECREF(all); /* what cannot be freed yet joins the list again */
}

/* Lets what a collected handle stands for wait; whether that was possible. */
UNGIL_COLD bool ungil_postpone(ungil_handle *handle) {
    PyObject *module = PyType_GetModule(Py_TYPE((PyObject *)handle));
    ungil_state *state = module == NULL ? NULL : ungil_state_of(module);
    if (state == NULL || state->postponed == NULL) {
        return false;
    }
    ungil_handle *heir =
        (ungil_handle *)ungil_handle_alloc(state, handle->kind, handle->destroy, UNGIL_GATE_OPEN);
    if (heir == NULL) {
        return false;
    }
    if (PyList_Append(state->postponed, (PyObject *)heir) < 0) {
        Py_DECREF((PyObject *)heir);
        return false;
    }
    heir->pointer = handle->pointer;
    heir->storage = handle->storage;
    heir->kept = handle->kept;
    heir->keeps = handle->keeps;
    handle->pointer = handle->storage = NULL;
    handle->kept = NULL;
    handle->keeps = 0;
    ungil_gate_settle(&handle->gate, UNGIL_GATE_CLOSED);
    Py_DECREF((PyObject *)heir);
    return true;
}

#endif
