"""SERIALIZED: one caller at a time in the whole process."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import pytest

ONE_THREAD = pytest.mark.thread_unsafe(reason="C counts what all threads do")

# Each call notes whether another one is inside; sleeping in between makes sure that one could be.
DECLARATIONS = """
#include <time.h>

static int inside, collisions, calls;
static volatile int gate;

static inline void work(int microseconds) UNGIL_SKIP {
    collisions += inside++ != 0;
    nanosleep(&(struct timespec){0, microseconds * 1000}, NULL);
    inside--;
    calls++;
}
static inline int released(int us) UNGIL_SERIALIZED { work(us); return us; }
static inline int held(int us) UNGIL_SERIALIZED UNGIL_HOLD { work(us); return us; }
static inline int above(int us) UNGIL_SERIALIZED UNGIL_RELEASE_ABOVE(us, 50) {
    work(us);
    return us;
}
static inline const char *UNGIL_NUL_TERMINATED text(int us) UNGIL_SERIALIZED {
    static char text[20];
    work(us);
    text[0] = (char)('a' + us % 26);
    return text;
}
static inline int status(int us) UNGIL_SERIALIZED UNGIL_STATUS() { work(us); return us % 2; }
static inline void array(double *UNGIL_COUNTED_BY(n) a, size_t n) UNGIL_SERIALIZED {
    work(20);
    for (size_t i = 0; i < n; i++) {
        a[i] += 1;
    }
}
static inline void wait_for_gate(void) UNGIL_SERIALIZED {
    for (int i = 0; i < 5000 && gate == 0; i++) {
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    }
}
static inline void set_gate(int open) UNGIL_HOLD { gate = open; }
static inline int collided(void) UNGIL_HOLD { return collisions; }
static inline int called(void) UNGIL_HOLD { return calls; }
"""

# HOLD is for C that uses Python's API: it may come back to this module.
REENTRY = """
#define PY_SSIZE_T_CLEAN
#include <Python.h>

int call_back(size_t callable) {
    PyObject *result = PyObject_CallNoArgs((PyObject *)callable);
    Py_XDECREF(result);
    if (result == NULL) {
        PyErr_Clear();
        return -1;
    }
    return 0;
}
"""


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS)


@ONE_THREAD
def test_one_at_a_time(m: ModuleType) -> None:
    functions = [m.released, m.held, m.above, m.text]
    before = m.called()

    def calls(i: int) -> None:
        for j in range(20):
            functions[(i + j) % len(functions)](20 + 60 * (j % 2))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(calls, range(8)))
    assert (m.called() - before, m.collided()) == (160, 0)


def test_results_are_the_callers_own(m: ModuleType) -> None:
    """A static buffer is copied before the next caller may write to it."""

    def calls(i: int) -> set[str]:
        return {m.text(i) for _ in range(50)}

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(calls, range(8))) == [{chr(97 + i)} for i in range(8)]


def test_the_turn_is_given_back(m: ModuleType) -> None:
    """After errors of C, wrong arguments and results alike."""
    for _ in range(3):
        with pytest.raises(m.Error):
            m.status(1)
        with pytest.raises(TypeError):
            m.status("x")
        with pytest.raises(TypeError):
            m.array(3)
        assert m.status(2) is None
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(m.released, 1).result(timeout=10) == 1


def test_re_entry(bind: Callable[..., ModuleType]) -> None:
    m = bind(
        """
        int call_back(size_t callable) UNGIL_SERIALIZED UNGIL_HOLD;
        static inline int inner(void) UNGIL_SERIALIZED { return 1; }
        static inline int free_inner(void) { return 1; }
        """,
        REENTRY,
    )
    seen: list[object] = []

    def come_back() -> None:
        seen.append(m.free_inner())
        try:
            m.inner()
        except RuntimeError as error:
            seen.append(str(error))

    assert m.call_back(id(come_back)) == 0
    assert seen == [
        1,
        "inner(): called from within a serialized function of this module, "
        "of which one runs at a time",
    ]
    assert m.inner() == 1


def test_another_thread_waits_for_one_that_holds(bind: Callable[..., ModuleType]) -> None:
    """Whoever waits for its turn has dropped the interpreter lock: no deadlock."""
    m = bind(
        """
        int call_back(size_t callable) UNGIL_SERIALIZED UNGIL_HOLD;
        static inline int inner(void) UNGIL_SERIALIZED { return 1; }
        """,
        REENTRY,
    )
    entered = threading.Event()

    def stay() -> None:
        entered.set()
        time.sleep(0.05)  # drops the interpreter lock inside the serialized function

    with ThreadPoolExecutor(2) as pool:
        outer = pool.submit(m.call_back, id(stay))
        assert entered.wait(timeout=10)
        waiting = pool.submit(m.inner)
        assert (outer.result(timeout=10), waiting.result(timeout=10)) == (0, 1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform cannot fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_fork_while_another_thread_is_inside(m: ModuleType) -> None:
    """The child has the mutex that a thread had which it does not have."""
    m.set_gate(0)
    thread = threading.Thread(target=m.wait_for_gate)
    thread.start()
    time.sleep(0.02)
    child = os.fork()
    if child == 0:
        m.released(1)
        m.status(2)
        os._exit(7)
    m.set_gate(1)
    thread.join()
    for _ in range(1000):
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        time.sleep(0.01)
    else:
        os.kill(child, 9)
        os.waitpid(child, 0)
        pytest.fail("the child waits for ever")
    assert os.waitstatus_to_exitcode(status) == 7
    assert m.released(1) == 1
