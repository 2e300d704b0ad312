/* result.h: what a call returns. */
#ifndef UNGIL_RESULT_H
#define UNGIL_RESULT_H

#include "base.h"

/* Lets go of results after a failure. */
UNGIL_COLD void ungil_drop_results(PyObject **results, int count) {
    for (int i = 0; i < count; i++) {
        Py_DECREF(results[i]);
    }
}

/* None for no result, the only one itself, several as a tuple. Takes over the references; NULL
 * with an exception. */
UNGIL_CALL PyObject *ungil_pack_results(PyObject **results, int count) {
    if (count == 0) {
        return Py_NewRef(Py_None);
    }
    if (count == 1) {
        return results[0];
    }
    PyObject *tuple = PyTuple_New(count);
    if (tuple == NULL) {
        ungil_drop_results(results, count);
        return NULL;
    }
    for (int i = 0; i < count; i++) {
        PyTuple_SetItem(tuple, i, results[i]);
    }
    return tuple;
}

/* C returned NULL where the header promises an object. */
UNGIL_COLD PyObject *ungil_null_result(const ungil_signature *function, PyObject *exception) {
    ungil_complain(exception, function, "C returned NULL");
    return NULL;
}

#endif
