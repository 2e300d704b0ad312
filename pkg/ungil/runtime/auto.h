/* auto.h: UNGIL_AUTO, calls that keep or release the interpreter lock by what was measured.
 *
 * A call stands between ungil_auto_releases and ungil_auto_ended. Without an interpreter lock, on
 * free-threaded builds, "releasing" is detaching: calls that are not short do it, so that they
 * delay no pause of the garbage collector.
 */
#ifndef UNGIL_AUTO_H
#define UNGIL_AUTO_H

#include "state.h"

typedef enum {
    UNGIL_UNTIMED, /* short, or brief where such calls hold: held, not timed */
    UNGIL_HELD,
    UNGIL_PASSED, /* brief, and nobody waits: released, not timed */
    UNGIL_RELEASED,
} ungil_auto_way;

/* One call on its way. */
typedef struct {
    ungil_auto_way way;
    ungil_atomic_32 *predicted;
    ungil_turn *turn;      /* of the thread that calls */
    PyThreadState *thread; /* while the lock is released: what PyEval_SaveThread gave */
    uint64_t start;        /* when C was called */
} ungil_auto_call;

/* What the work of a call is taken from where it has no arrays: a whole number. */
#define UNGIL_WORK(x) ((x) > 0 ? (uint64_t)(x) : 0)

UNGIL_FAST uint64_t ungil_larger(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

#ifndef Py_GIL_DISABLED
/* The one thing that is kept by thread, not by module: it names the module that it is about. */
static _Thread_local ungil_turn ungil_own_turn;
#endif

UNGIL_COLD void ungil_auto_calibrate(ungil_state *state) {
    const double ticks = ungil_ticks_a_microsecond(state->imported);
#ifndef Py_GIL_DISABLED
    ungil_policy_set_turns(&state->policy, ticks, state->switch_interval);
#endif
    ungil_policy_set_short(&state->policy, ticks);
}

UNGIL_CALL bool ungil_auto_begin(ungil_state *state, ungil_auto_call *call) {
    ungil_policy *policy = &state->policy;
    if (UNGIL_UNLIKELY(UNGIL_LOAD(policy->short_call) == 0)) {
        ungil_auto_calibrate(state);
    }
    const uint32_t predicted = UNGIL_LOAD(*call->predicted);
    bool holds = ungil_is_short(policy, predicted);
    call->start = ungil_ticks();
#ifndef Py_GIL_DISABLED
    call->turn = &ungil_own_turn;
    if (!holds && ungil_policy_trusts(policy, call->turn, predicted, call->start)) {
        call->way = policy->holding ? UNGIL_UNTIMED : UNGIL_PASSED;
        return !policy->holding;
    }
    holds = holds || ungil_policy_holds(policy, call->turn, predicted, call->start);
#endif
    call->way = holds ? UNGIL_HELD : UNGIL_RELEASED;
    return !holds;
}

UNGIL_CALL bool ungil_auto_end(ungil_state *state, ungil_auto_call *call) {
    if (call->way == UNGIL_PASSED) {
        PyEval_RestoreThread(call->thread);
        return true;
    }
    const uint64_t end = ungil_ticks();
    const bool released = call->way == UNGIL_RELEASED;
#ifdef Py_GIL_DISABLED
    if (released) {
        PyEval_RestoreThread(call->thread);
    } else if (end - call->start <= UNGIL_LOAD(state->policy.short_call)) {
        return false; /* short, as it was thought: what is written slows the other threads' calls */
    }
#else
    ungil_policy *policy = &state->policy;
    if (released) {
        /* the module lives on meanwhile: its function is being called */
        const size_t strangers = UNGIL_LOAD(policy->strangers);
        PyEval_RestoreThread(call->thread);
        ungil_policy_waited(policy, call->turn, end, ungil_ticks(), strangers);
    } else {
        ungil_policy_held(policy, call->turn, end);
    }
#endif
    ungil_learn(call->predicted, end - call->start);
    return released;
}

/* Before the call of C: whether it shall be made without the lock, which ungil_auto_release then
 * releases. `function` is its number among the module's AUTO functions, `work` what its duration is
 * thought to depend on. */
UNGIL_FAST bool ungil_auto_releases(ungil_state *state,
                                    ungil_auto_call *call,
                                    unsigned int function,
                                    uint64_t work) {
    ungil_durations *durations = &state->policy.functions[function];
    ungil_atomic_32 *predicted = &durations->predicted[ungil_size_class(work)];
    if (UNGIL_LIKELY(ungil_is_short(&state->policy, UNGIL_LOAD(*predicted)) &&
                     !ungil_is_timed(durations))) {
        call->way = UNGIL_UNTIMED;
        return false;
    }
    call->predicted = predicted;
    return ungil_auto_begin(state, call);
}

/* Releases the lock. Waking who waits for it may take longer than the call: not timed. */
UNGIL_FAST void ungil_auto_release(ungil_auto_call *call) {
    call->thread = PyEval_SaveThread();
    if (call->way != UNGIL_PASSED) {
        call->start = ungil_ticks();
    }
}

/* After it: takes the lock back where it was released, and tells whether it was. */
UNGIL_FAST bool ungil_auto_ended(ungil_state *state, ungil_auto_call *call) {
    return UNGIL_UNLIKELY(call->way != UNGIL_UNTIMED) && ungil_auto_end(state, call);
}

/* When the module is made: 0, or -1 with an exception. */
UNGIL_COLD int ungil_auto_made(PyObject *module) {
    ungil_state *state = PyModule_GetState(module);
    state->imported = ungil_now();
    PyObject *get = PySys_GetObject("getswitchinterval"); /* borrowed */
    PyObject *interval = get == NULL ? NULL : PyObject_CallNoArgs(get);
    if (interval == NULL) {
        PyErr_Clear();
        state->switch_interval = 5000.0; /* CPython's own */
        return 0;
    }
    state->switch_interval = PyFloat_AsDouble(interval) * 1e6;
    Py_DECREF(interval);
    return PyErr_Occurred() != NULL ? -1 : 0;
}

#endif
