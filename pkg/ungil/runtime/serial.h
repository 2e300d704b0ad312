/* serial.h: UNGIL_SERIALIZED, one caller at a time in the whole process.
 *
 * One mutex for all serialized functions of the module. It is a C static, unlike everything else
 * that the runtime keeps: what it guards are the C code's own statics, which every interpreter of
 * the process shares. Nobody waits for it with the interpreter lock held, so whoever has it may
 * take the interpreter lock.
 */
#ifndef UNGIL_SERIAL_H
#define UNGIL_SERIAL_H

#include "ending.h"
#include "mutex.h"

#include <stdatomic.h>

static ungil_mutex ungil_serial_mutex = UNGIL_MUTEX_INIT;

/* The thread that has the mutex, 0 for none. Written by its holder only; a thread that reads its
 * own number has written it itself, so relaxed order is enough. */
static atomic_ulong ungil_serial_owner;

#ifndef _WIN32
static pthread_once_t ungil_serial_once = PTHREAD_ONCE_INIT;

/* In the child only the thread that forked lives on: a mutex that another one had is made anew. */
static void ungil_serial_after_fork(void) {
    ungil_mutex_start(&ungil_serial_mutex);
    if (atomic_load_explicit(&ungil_serial_owner, memory_order_relaxed) ==
        PyThread_get_thread_ident()) {
        ungil_mutex_lock(&ungil_serial_mutex);
    } else {
        atomic_store_explicit(&ungil_serial_owner, 0, memory_order_relaxed);
    }
}

static void ungil_serial_register(void) {
    pthread_atfork(NULL, NULL, ungil_serial_after_fork);
}
#endif

/* Waits for the turn, with the interpreter lock dropped meanwhile. Returns 0, or -1 with a
 * RuntimeError where it would wait forever: for itself, or for a thread that does not come back. */
UNGIL_CALL int ungil_serial_enter(const ungil_signature *function) {
    unsigned long self = PyThread_get_thread_ident();
    if (atomic_load_explicit(&ungil_serial_owner, memory_order_relaxed) == self) {
        return ungil_complain(
            PyExc_RuntimeError, function,
            "called from within a serialized function of this module, of which one runs at "
            "a time");
    }
#ifndef _WIN32
    pthread_once(&ungil_serial_once, ungil_serial_register);
#endif
    if (!ungil_mutex_try(&ungil_serial_mutex)) {
        if (ungil_is_ending()) {
            return ungil_complain(
                PyExc_RuntimeError, function,
                "another thread was in a serialized function of this module when the interpreter "
                "began to shut down");
        }
        PyThreadState *thread = PyEval_SaveThread();
        ungil_mutex_lock(&ungil_serial_mutex);
        PyEval_RestoreThread(thread);
    }
    atomic_store_explicit(&ungil_serial_owner, self, memory_order_relaxed);
    return 0;
}

UNGIL_FAST void ungil_serial_leave(void) {
    atomic_store_explicit(&ungil_serial_owner, 0, memory_order_relaxed);
    ungil_mutex_unlock(&ungil_serial_mutex);
}

#endif
