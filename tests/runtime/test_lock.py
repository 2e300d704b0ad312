"""The interpreter lock: released, held, released above a threshold."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import numpy as np
import pytest

from tests.runtime.modules import HAS_LOCK

pytestmark = pytest.mark.thread_unsafe(
    reason="who has the lock, and signals, are matters of the whole process"
)

# A kernel that waits until somebody opens the gate: only another thread that runs Python can.
DECLARATIONS = """
void set_gate(int open) UNGIL_HOLD;
int waiting(void) UNGIL_HOLD;
bool plain(void);
bool released(void) UNGIL_RELEASE;
bool automatic(void) UNGIL_AUTO;
bool held(void) UNGIL_HOLD;
bool not_held(void);
bool above(int n) UNGIL_RELEASE_ABOVE(n, 100);
bool above_bytes(const double *UNGIL_COUNTED_BY(n) a, size_t n)
    UNGIL_RELEASE_ABOVE(n * sizeof(double), 64);
bool above_nonsense(int n) UNGIL_RELEASE_ABOVE(1 / n, 0);
bool with_array(double *UNGIL_COUNTED_BY(n) a, size_t n);
long add_to_total(long n);
long read_total(void);
void sum(const int64_t *UNGIL_COUNTED_BY(n) a, size_t n, int64_t *UNGIL_OUT result);
"""

CODE = """
#include <stdatomic.h>
#include <time.h>

static atomic_int gate, inside;
static atomic_long total;

static bool wait_here(void) {
    atomic_fetch_add(&inside, 1);
    bool opened = false;
    for (int i = 0; i < 2000 && !opened; i++) { /* two seconds at most */
        nanosleep(&(struct timespec){0, 1000000}, NULL);
        opened = atomic_load(&gate) != 0;
    }
    atomic_fetch_sub(&inside, 1);
    return opened;
}
/* Whether somebody opens the gate within 50 ms, after it was shut here. */
static bool held_briefly(void) {
    atomic_store(&gate, 0);
    for (int i = 0; i < 50; i++) {
        nanosleep(&(struct timespec){0, 1000000}, NULL);
        if (atomic_load(&gate) != 0) {
            return true;
        }
    }
    return false;
}
void set_gate(int open) { atomic_store(&gate, open); }
int waiting(void) { return atomic_load(&inside); }

bool plain(void) { return wait_here(); }
bool released(void) { return wait_here(); }
bool automatic(void) { return wait_here(); }
bool held(void) { return held_briefly(); }
bool not_held(void) { return held_briefly(); }
bool above(int n) {
    return n > 100 ? wait_here() : held_briefly();
}
bool above_bytes(const double *UNGIL_COUNTED_BY(n) a, size_t n) {
    return n > 8 ? wait_here() : held_briefly();
}
bool above_nonsense(int n) { return held_briefly(); }
bool with_array(double *UNGIL_COUNTED_BY(n) a, size_t n) {
    bool opened = wait_here();
    for (size_t i = 0; i < n; i++) {
        a[i] += 1;
    }
    return opened;
}

long add_to_total(long n) { return atomic_fetch_add(&total, n); }
long read_total(void) { return atomic_load(&total); }
void sum(const int64_t *UNGIL_COUNTED_BY(n) a, size_t n, int64_t *UNGIL_OUT result) {
    for (size_t i = 0; i < n; i++) {
        *result += a[i];
    }
}
"""


@pytest.fixture(scope="module")
def module(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS, CODE)


@pytest.fixture
def m(module: ModuleType) -> ModuleType:
    module.set_gate(0)
    return module


def opened_from_outside(m: ModuleType, call: Callable[[], bool]) -> bool:
    """Whether another thread could run Python, and open the gate, during the call."""

    def open_gate() -> None:
        while not m.waiting():
            time.sleep(0)
            if done.is_set():
                return
        m.set_gate(1)

    done = threading.Event()
    thread = threading.Thread(target=open_gate)
    thread.start()
    try:
        return call()
    finally:
        done.set()
        thread.join()


@pytest.mark.parametrize("name", ["plain", "released", "automatic"])
def test_released(m: ModuleType, name: str) -> None:
    assert opened_from_outside(m, getattr(m, name))


def keeps_the_lock(m: ModuleType, call: Callable[[], bool]) -> bool:
    """Whether nobody could open the gate, though a thread does nothing else all the time."""

    def open_gate() -> None:
        while not done.is_set():
            m.set_gate(1)

    done = threading.Event()
    thread = threading.Thread(target=open_gate)
    thread.start()
    try:
        return not call()
    finally:
        done.set()
        thread.join()


def test_held(m: ModuleType) -> None:
    assert keeps_the_lock(m, m.held) == HAS_LOCK  # a word that takes no lock makes none
    assert not keeps_the_lock(m, m.not_held)


def test_released_above(m: ModuleType) -> None:
    assert opened_from_outside(m, lambda: m.above(101))
    m.set_gate(0)
    assert opened_from_outside(m, lambda: m.above_bytes(np.zeros(9)))
    assert keeps_the_lock(m, lambda: m.above(100)) == HAS_LOCK
    assert keeps_the_lock(m, lambda: m.above(-5)) == HAS_LOCK
    assert keeps_the_lock(m, lambda: m.above_bytes(np.zeros(8))) == HAS_LOCK
    assert keeps_the_lock(m, lambda: m.above_nonsense(0)) == HAS_LOCK  # not computable, not above


def test_arrays_stay_while_released(m: ModuleType) -> None:
    """Nobody else has the array; its memory lives as long as the call."""

    def call() -> bool:
        return bool(m.with_array(np.zeros(100_000)))

    assert opened_from_outside(m, call)


def test_ten_threads_of_a_thousand_calls(m: ModuleType) -> None:
    before = m.read_total()
    values = np.arange(100)

    def calls() -> int:
        for i in range(1000):
            m.add_to_total(i)
            assert m.sum(values) == 4950
        return 1000

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(lambda _: calls(), range(10))) == 10_000
    assert m.read_total() - before == 10 * 499_500


def wait(m: ModuleType) -> None:
    m.released()
    time.sleep(1)


def test_keyboard_interrupt_comes_when_c_returns(m: ModuleType) -> None:
    def interrupt() -> None:
        while not m.waiting():
            time.sleep(0)
        signal.raise_signal(signal.SIGINT)
        m.set_gate(1)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        wait(m)
    thread.join()
    assert m.waiting() == 0  # C was not cut short
