/* export.h: taking and releasing the buffers of Python's objects.
 *
 * array.array, bytearray and memoryview count their exports in a plain field, which the
 * interpreter lock protects. Without one, two calls that take the same object would lose counts:
 * memory that C reads could then be resized. So each object's own lock is held instead; it is
 * let go whenever its holder waits, so that no two threads wait for each other.
 */
#ifndef UNGIL_EXPORT_H
#define UNGIL_EXPORT_H

#include "base.h"

/* PyObject_GetBuffer. */
UNGIL_FAST int ungil_get_buffer(PyObject *object, Py_buffer *view, int flags) {
#ifdef Py_GIL_DISABLED
    int status;
    Py_BEGIN_CRITICAL_SECTION(object);
    status = PyObject_GetBuffer(object, view, flags);
    Py_END_CRITICAL_SECTION();
    return status;
#else
    return PyObject_GetBuffer(object, view, flags);
#endif
}

/* PyBuffer_Release. */
UNGIL_FAST void ungil_release_buffer(Py_buffer *view) {
#ifdef Py_GIL_DISABLED
    PyObject *exporter = view->obj;
    if (exporter != NULL) {
        Py_INCREF(exporter); /* its lock must outlive the view's reference to it */
        Py_BEGIN_CRITICAL_SECTION(exporter);
        PyBuffer_Release(view);
        Py_END_CRITICAL_SECTION();
        Py_DECREF(exporter);
    }
#else
    PyBuffer_Release(view);
#endif
}

#endif
