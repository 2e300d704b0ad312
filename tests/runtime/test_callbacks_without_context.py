"""Callbacks that C hands no context: they find their call in a variable of the thread."""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.runtime import modules, subinterpreters

Bind = Callable[..., ModuleType]
ONE_THREAD = pytest.mark.thread_unsafe(
    reason="C keeps one callback, and one answer, for all threads"
)

POLICIES = (
    *("UNGIL_RELEASE", "UNGIL_HOLD", "UNGIL_AUTO", "UNGIL_RELEASE_ABOVE(nmemb, 10)"),
    *("UNGIL_SERIALIZED", "UNGIL_HOLD UNGIL_SERIALIZED"),
)

# The C library's own; its header's prototype is the one that the compiler compares this with.
QSORT = """
#include <stdlib.h>
void qsort(void *UNGIL_SIZED_BY(nmemb * size) base, size_t nmemb, size_t size,
           int (*UNGIL_NOESCAPE compar)(const void *UNGIL_SIZED_BY(size) a,
                                        const void *UNGIL_SIZED_BY(size) b)) POLICY;
"""


class CallbackError(Exception):
    """Raised by a callback."""


def compare(a: bytes, b: bytes) -> int:
    x, y = struct.unpack("qq", a + b)
    return (x > y) - (x < y)


def numbers(seed: int, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.random.default_rng(seed).integers(-1000, 1000, count)


# --- qsort ---------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=POLICIES)
def sorting(bind: Bind, request: pytest.FixtureRequest) -> ModuleType:
    return bind(QSORT.replace("POLICY", request.param))


@pytest.fixture
def serialized(request: pytest.FixtureRequest) -> bool:
    return "SERIALIZED" in request.node.callspec.params["sorting"]


@pytest.mark.parametrize("count", [0, 1, 2, 100])
def test_qsort(sorting: ModuleType, count: int) -> None:
    values = numbers(count, count)
    expected = sorted(values.tolist())
    assert sorting.qsort(values, count, 8, compare) is None
    assert values.tolist() == expected
    wide = np.repeat(numbers(1, 50), 2).tobytes()  # elements of 16 bytes
    memory = bytearray(wide)
    sorting.qsort(memory, 50, size=16, compar=lambda a, b: compare(a[:8], b[:8]))
    assert memory == np.repeat(np.sort(numbers(1, 50)), 2).tobytes()


def test_exceptions(sorting: ModuleType) -> None:
    values, calls = numbers(0, 100), 0

    def give_up(a: bytes, b: bytes) -> int:
        nonlocal calls
        calls += 1
        if calls == 5:
            raise CallbackError
        return compare(a, b)

    for _ in range(3):
        with pytest.raises(CallbackError):
            sorting.qsort(values, 100, 8, give_up)
        assert calls == 5  # none after the one that raised
        calls = 0
    assert sorted(values.tolist()) == np.sort(numbers(0, 100)).tolist()
    with pytest.raises(TypeError, match=r"qsort\(\): 'result of compar' must be an integer"):
        sorting.qsort(values, 100, 8, lambda a, b: None)
    with pytest.raises(ValueError, match=r"'base' has 800 bytes, but nmemb \* size is 808"):
        sorting.qsort(values, 101, 8, compare)


def test_recursion(sorting: ModuleType, serialized: bool) -> None:
    """A comparison that sorts: the call around it goes on with its own comparison."""
    depths: list[int] = []

    def sort(depth: int) -> list[int]:
        values = numbers(depth, 12)

        def deeper(a: bytes, b: bytes) -> int:
            depths.append(depth)
            if depth < 3 and depths.count(depth) == 5:
                assert sort(depth + 1) == np.sort(numbers(depth + 1, 12)).tolist()
            assert len(a) == 8
            return compare(a, b)

        sorting.qsort(values, 12, 8, deeper)
        return values.tolist()

    if serialized:
        with pytest.raises(RuntimeError, match="serialized"):
            sort(0)
        return
    assert sort(0) == np.sort(numbers(0, 12)).tolist()
    assert set(depths) == {0, 1, 2, 3}


def test_an_exception_in_an_inner_call(sorting: ModuleType, serialized: bool) -> None:
    def fail(a: bytes, b: bytes) -> int:
        raise CallbackError

    def inner_fails(a: bytes, b: bytes) -> int:
        with pytest.raises(RuntimeError if serialized else CallbackError):
            sorting.qsort(numbers(1, 4), 4, 8, fail)
        return compare(a, b)

    values = numbers(0, 20)
    sorting.qsort(values, 20, 8, inner_fails)
    assert values.tolist() == np.sort(numbers(0, 20)).tolist()


def test_many_threads_at_once(sorting: ModuleType, serialized: bool) -> None:
    """Each thread sorts by its own order, while all are inside of C."""
    barrier = threading.Barrier(1 if serialized else 4)
    wrong: list[object] = []

    def work(number: int) -> None:
        me, order = threading.get_ident(), 1 if number % 2 else -1
        for _ in range(5):
            values, started = numbers(number, 60), False

            def by_order(a: bytes, b: bytes) -> int:
                nonlocal started
                if not started:
                    started = True
                    barrier.wait(60)
                if threading.get_ident() != me:
                    wrong.append(number)
                return order * compare(a, b)

            sorting.qsort(values, 60, 8, by_order)
            if values.tolist() != np.sort(numbers(number, 60))[::order].tolist():
                wrong.append(values)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_in_a_sub_interpreter(sorting: ModuleType) -> None:
    """Inside of a callback, on the same thread: the variable is the same, the call is not."""
    interpreters: dict[str, Any] = {}
    exec(subinterpreters.HEAD, interpreters)
    code = modules.loading(sorting)
    code += "memory = bytearray(b'dcba')\n"
    code += "try: module.qsort(memory, 4, 1, lambda a, b: (a > b) - (a < b))\n"
    code += "except RuntimeError as error: assert 'serialized' in str(error)\n"
    code += "else: assert memory == b'abcd'\n"
    interpreter = interpreters["create"]()
    done = False

    def elsewhere(a: bytes, b: bytes) -> int:
        nonlocal done
        if not done:
            done = True
            interpreters["run"](interpreter, code)
        return compare(a, b)

    values = numbers(0, 20)
    try:
        sorting.qsort(values, 20, 8, elsewhere)
    finally:
        interpreters["destroy"](interpreter)
    assert values.tolist() == np.sort(numbers(0, 20)).tolist()


# --- C that does what cannot be right ------------------------------------------------------

HEADER = """
#include <Python.h>
typedef int (*answer)(int x);
int here(int (*UNGIL_NOESCAPE UNGIL_ON_EXCEPTION(-1) f)(int x), int x);
int both(int (*UNGIL_NOESCAPE f)(int x), int (*UNGIL_NOESCAPE UNGIL_OR_NULL g)(int x), int x);
int by_type(answer UNGIL_NOESCAPE f, int x);
int on_a_thread(int (*UNGIL_NOESCAPE UNGIL_ON_EXCEPTION(-1) f)(int x), int *UNGIL_OUT own);
int kept(int (*UNGIL_NOESCAPE UNGIL_ON_EXCEPTION(-7) f)(int x));
int again(void);
double filled(void (*UNGIL_NOESCAPE f)(double *UNGIL_OUT UNGIL_COUNTED_BY(n) a), size_t n)
    UNGIL_REQUIRES(n <= 8);
int calls_python(int (*UNGIL_NOESCAPE f)(int x), uintptr_t object, int x) UNGIL_HOLD;
int last_seen(void);
"""

CODE = """
#include <pthread.h>
int here(int (*f)(int), int x) { return f(x); }
int both(int (*f)(int), int (*g)(int), int x) { return f(x) + (g == NULL ? 0 : 100 * g(x)); }
int by_type(answer f, int x) { return f(x); }
struct job { int (*f)(int); int got; };
static int seen;
static void *work(void *given) {
    struct job *job = given;
    job->got = job->f(1);
    return NULL;
}
int on_a_thread(int (*f)(int), int *own) {
    struct job job = {f, 0};
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, &job) != 0) return -2;
    pthread_join(thread, NULL);
    seen = job.got;
    return *own = f(2);
}
static int (*kept_f)(int);
int kept(int (*f)(int)) { kept_f = f; return f(1); }
int again(void) { return kept_f(2); }
double filled(void (*f)(double *), size_t n) {
    double a[8] = {1, 1, 1, 1, 1, 1, 1, 1}, sum = 0;
    f(a);
    for (size_t i = 0; i < n; i++) sum += a[i];
    return sum;
}
int calls_python(int (*f)(int), uintptr_t object, int x) {
    int first = f(x);
    PyObject *got = PyObject_CallNoArgs((PyObject *)object);
    if (got == NULL) { PyErr_Clear(); return -1; }
    Py_DECREF(got);
    return 10 * first + f(x);
}
int last_seen(void) { return seen; }
"""


@pytest.fixture(scope="module")
def m(bind: Bind) -> ModuleType:
    return bind(HEADER, CODE)


def test_several_callbacks(m: ModuleType) -> None:
    assert m.both(lambda x: x, lambda x: x + 1, 3) == 403
    assert m.both(lambda x: x, None, 3) == 3
    assert m.by_type(lambda x: -x, 3) == -3
    # a callback that calls the function of another one, which calls the first again
    assert m.here(lambda x: m.both(lambda y: m.here(lambda z: z + 1, y), None, x), 5) == 6


def test_lengths_of_the_call(m: ModuleType) -> None:
    """Words of a callback may name parameters of the function around it."""
    lengths: list[int] = []

    def fill(a: memoryview) -> None:
        lengths.append(len(a))
        for i in range(len(a)):
            assert a[i] == 0
            a[i] = i

    assert m.filled(fill, 5) == 10
    assert m.filled(fill, 0) == 0
    assert lengths == [5, 0]

    def fail(a: memoryview) -> None:
        a[0] = 7
        raise CallbackError

    with pytest.raises(CallbackError):
        m.filled(fail, 3)


@ONE_THREAD
def test_c_calls_back_from_a_thread_of_its_own(m: ModuleType) -> None:
    threads: list[int] = []

    def f(x: int) -> int:
        threads.append(threading.get_ident())
        return x

    for _ in range(2):
        with pytest.raises(
            RuntimeError,
            match=r"on_a_thread\(\): C has called back where no call was running: from a thread",
        ):
            m.on_a_thread(f)
        assert m.last_seen() == -1  # what C's own thread got
    assert threads == [threading.get_ident()] * 2
    assert m.here(f, 4) == 4  # another function's calls are none the worse


@ONE_THREAD
def test_c_keeps_the_callback(m: ModuleType) -> None:
    """What is called after its call has ended gets the value for exceptions, not Python."""
    calls: list[int] = []

    def f(x: int) -> int:
        calls.append(x)
        return x

    assert m.kept(f) == 1
    assert m.again() == -7
    assert m.here(lambda x: m.again(), 0) == -7
    assert calls == [1]
    with pytest.raises(RuntimeError, match=r"kept\(\): C has called back where no call was run"):
        m.kept(lambda x: m.again())
    assert m.kept(f) == 1


def test_c_that_calls_python_itself(m: ModuleType) -> None:
    """Under HOLD: Python runs, and calls the function again, though no callback runs."""

    def nested() -> None:
        assert m.calls_python(lambda x: x + 1, id(nothing), 1) == 22

    def nothing() -> None:
        pass

    assert m.calls_python(lambda x: x, id(nested), 3) == 33
