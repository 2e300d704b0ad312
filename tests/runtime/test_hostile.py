"""Arguments that change or free other arguments, and threads that do so during a call."""

from __future__ import annotations

import array
import gc
import subprocess
import sys
import threading
import time
import types
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.runtime.modules import HAS_LOCK

ONE_THREAD = pytest.mark.thread_unsafe(reason="one gate in C holds all threads back")

DECLARATIONS = """
int64_t sum(const int32_t *UNGIL_COUNTED_BY(n) a, size_t n);
int64_t after(int32_t factor, const int32_t *UNGIL_COUNTED_BY(n) a, size_t n);
int64_t before(const int32_t *UNGIL_COUNTED_BY(n) a, size_t n, int32_t factor);
int64_t two(const int32_t *UNGIL_COUNTED_BY(n) a, size_t n,
            const int32_t *UNGIL_COUNTED_BY(m) b, size_t m);
int64_t two_in_turn(const int32_t *UNGIL_COUNTED_BY(n) a, size_t n,
                    const int32_t *UNGIL_COUNTED_BY(m) b, size_t m) UNGIL_SERIALIZED;
void change(int32_t *UNGIL_COUNTED_BY(n) a, size_t n,
            const uint8_t *UNGIL_SIZED_BY(m) b, size_t m);
size_t copy(const int32_t *UNGIL_COUNTED_BY(n) a, double *UNGIL_OUT UNGIL_COUNTED_BY(n) out,
            size_t n);
int64_t slow(const int32_t *UNGIL_COUNTED_BY(n) a, size_t n);
int64_t slow_bytes(const uint8_t *UNGIL_SIZED_BY(n) a, size_t n);
void set_gate(int open) UNGIL_HOLD;
int waiting(void) UNGIL_HOLD;
"""

CODE = """
#include <stdatomic.h>
#include <time.h>

static atomic_int gate, inside;
void set_gate(int open) { atomic_store(&gate, open); }
int waiting(void) { return atomic_load(&inside); }

int64_t sum(const int32_t *a, size_t n) {
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += a[i];
    }
    return sum;
}
int64_t after(int32_t factor, const int32_t *a, size_t n) { return factor * sum(a, n); }
int64_t before(const int32_t *a, size_t n, int32_t factor) { return factor * sum(a, n); }
int64_t two(const int32_t *a, size_t n, const int32_t *b, size_t m) {
    return sum(a, n) * 1000 + sum(b, m);
}
int64_t two_in_turn(const int32_t *a, size_t n, const int32_t *b, size_t m) {
    return two(a, n, b, m);
}
void change(int32_t *a, size_t n, const uint8_t *b, size_t m) {
    for (size_t i = 0; i < n; i++) {
        a[i] += (int32_t)m;
    }
}
size_t copy(const int32_t *a, double *out, size_t n) {
    for (size_t i = 0; i < n; i++) {
        out[i] = a[i];
    }
    return n;
}
static void wait_for_gate(void) {
    atomic_fetch_add(&inside, 1);
    for (int i = 0; i < 2000 && atomic_load(&gate) == 0; i++) {
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    }
    atomic_fetch_sub(&inside, 1);
}
int64_t slow(const int32_t *a, size_t n) {
    wait_for_gate();
    return sum(a, n);
}
int64_t slow_bytes(const uint8_t *a, size_t n) {
    wait_for_gate();
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += a[i];
    }
    return sum;
}
"""

N = 5000  # large enough that memory that was let go really goes


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS, CODE)


class Hook:
    """An integer that does something when C asks for its value."""

    def __init__(self, action: Callable[[], object]) -> None:
        self.action = action

    def __index__(self) -> int:
        self.action()
        return 2


def ones() -> np.ndarray[Any, Any]:
    return np.ones(N, "i4")


def resize(a: np.ndarray[Any, Any], length: int) -> None:
    a.resize(length, refcheck=False)


# --- conversions that run Python code ------------------------------------------------------------


def test_numbers_that_resize_arrays(m: ModuleType) -> None:
    """Arrays are taken last: nothing of Python runs any more when C's pointers are read."""
    for function in (m.after, m.before):
        for make in (ones, lambda: array.array("i", [1] * N)):
            for length in (0, 10, 100 * N):
                a: Any = make()
                arguments = {"a": a, "factor": Hook(lambda a=a, n=length: change_length(a, n))}
                total = function(**arguments)
                assert total == 2 * sum(a)
                assert len(a) == length


def change_length(a: Any, length: int) -> None:
    if isinstance(a, np.ndarray):
        resize(a, length)
    else:
        a[length:] = array.array("i")
        a.extend([0] * (length - len(a)))


def test_numbers_that_replace_what_an_array_is(m: ModuleType) -> None:
    a = ones()
    a_readonly = Hook(lambda: a.setflags(write=False))
    with pytest.raises(TypeError):
        m.change(a, a_readonly)
    shaped = ones()

    def reshape() -> None:
        shaped.shape = (N // 2, 2)

    with pytest.raises(TypeError, match="must have 1 dimension, not 2"), quiet():
        m.after(Hook(reshape), shaped)


def quiet() -> Any:
    """NumPy deprecates setting the shape in place."""
    import warnings

    return warnings.catch_warnings(action="ignore")  # type: ignore[call-overload]


def test_numbers_that_raise_leave_nothing_behind(m: ModuleType) -> None:
    def fail() -> None:
        raise LookupError("mine")

    a = array.array("i", [1])
    with pytest.raises(LookupError, match="mine"):
        m.before(a, Hook(fail))
    a.append(1)


def test_numbers_that_free_their_own_arguments(m: ModuleType) -> None:
    arguments = [Hook(lambda: arguments.clear()), ones()]
    assert m.after(*arguments) == 2 * N
    keywords: dict[str, Any] = {"factor": Hook(lambda: keywords.clear()), "a": ones()}
    assert m.after(**keywords) == 2 * N


# --- buffers that run Python code ----------------------------------------------------------------


@pytest.mark.parametrize("name", ["two", "two_in_turn"])
@pytest.mark.parametrize("length", [0, 10, 100 * N])
def test_buffers_that_resize_numpys_arrays(
    m: ModuleType, exporter: Any, name: str, length: int
) -> None:
    """NumPy does not pin what is read from its struct, so it is looked at again before the call."""
    function = getattr(m, name)
    for first in (True, False):
        a = ones()
        hostile = exporter(bytearray(4 * N), "i", 4, (N,), hook=lambda _, a=a: resize(a, length))
        if first:
            with pytest.raises(RuntimeError, match=f"{name}.*'a' was changed while"):
                function(a, hostile)
        else:
            assert function(hostile, a) == (length if length < N else N)
        assert hostile.exports == 0
        assert m.sum(ones()) == N  # and whatever was serialized is free again


def test_buffers_that_shrink_in_place(m: ModuleType, exporter: Any) -> None:
    """The same address, but less memory."""
    a = ones()
    hostile = exporter(bytearray(4), "i", 4, (1,), hook=lambda _: resize(a, N - 1))
    with pytest.raises(RuntimeError, match="'a' was changed"):
        m.two(a, hostile)


def test_buffers_that_resize_arrays_taken_as_bytes(m: ModuleType, exporter: Any) -> None:
    a = ones().view("u1").copy()
    target = exporter(bytearray(4), "i", 4, (1,))
    m.change(target, a)

    class Array(np.ndarray):  # type: ignore[type-arg]
        pass

    b = np.ones(N, "i4").view(Array).copy()
    hostile = exporter(bytearray(4), "i", 4, (1,), hook=lambda _: resize(b, 1))
    with pytest.raises(RuntimeError, match="'a' was changed"):
        m.two(b, hostile)


def test_buffers_that_resize_pinned_memory(m: ModuleType, exporter: Any) -> None:
    a = array.array("i", [1] * N)
    seen: list[type[BaseException]] = []

    def grow(_: object) -> None:
        try:
            a.extend([1] * N)
        except BufferError as error:
            seen.append(type(error))

    assert m.two(a, exporter(bytearray(4), "i", 4, (1,), hook=grow)) == N * 1000
    assert seen == [BufferError]
    a.append(1)


def test_an_output_is_made_before_the_last_look(m: ModuleType) -> None:
    """Making one may collect garbage, and so run any finalizer."""

    class Cycle:
        def __init__(self) -> None:
            self.cycle = self

        def __del__(self) -> None:
            resize(a, 1)

    a = ones()
    thresholds = gc.get_threshold()
    gc.collect()
    Cycle()
    gc.set_threshold(1)
    try:
        assert m.copy(a)[0] in (N, 1)
    except RuntimeError:
        assert len(a) == 1
    finally:
        gc.set_threshold(*thresholds)


# --- modules that are not what they seem ---------------------------------------------------------

FAKES = """
import importlib.util, sys, types
import numpy

spec = importlib.util.spec_from_file_location(sys.argv[1], sys.argv[2])

def fresh():
    m = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(m)
    return m

real = types.SimpleNamespace(**vars(numpy))
a = numpy.ones(1000, "i4")
wide = numpy.ones(1000, "i8")

class ndarray:
    pass
ndarray.__module__ = "numpy"

class Bytes(bytes):
    pass

fakes = [
    types.SimpleNamespace(),
    types.SimpleNamespace(ndarray=bytes, zeros=real.zeros, dtype=real.dtype),
    types.SimpleNamespace(ndarray=ndarray, zeros=real.zeros, dtype=real.dtype),
    types.SimpleNamespace(ndarray=list, zeros=list, dtype=list),
    types.SimpleNamespace(ndarray=5, zeros=5, dtype=5),
    types.SimpleNamespace(ndarray=real.ndarray, zeros=real.zeros, dtype=lambda _: real.dtype("i8")),
    types.SimpleNamespace(ndarray=real.ndarray, zeros=real.zeros, dtype=lambda _: None),
    types.SimpleNamespace(ndarray=real.ndarray, zeros=lambda *_: real.zeros(1), dtype=real.dtype),
    types.SimpleNamespace(ndarray=real.ndarray, zeros=lambda *_: b"abc", dtype=real.dtype),
    types.SimpleNamespace(ndarray=real.ndarray, zeros=lambda shape, dtype: real.zeros(1, dtype),
                          dtype=real.dtype),
    types.SimpleNamespace(ndarray=real.ndarray, zeros=lambda shape, dtype: real.zeros(shape, "f4"),
                          dtype=real.dtype),
]
for fake in fakes:
    sys.modules["numpy"] = fake
    m = fresh()
    for given in (a, ndarray(), Bytes(b"abcd" * 10), b"abcd" * 10, [1], wide):
        for _ in range(2):
            for function in (m.sum, m.copy):
                try:
                    result = function(given)
                except TypeError:
                    assert given is not a or function is m.copy, (fake, given)
                else:
                    assert given is a, (fake, given)
                    if function is m.sum:
                        assert result == 1000
                    else:
                        assert list(result[1]) == [1.0] * 1000
sys.modules["numpy"] = numpy
import array

sys.modules["array"] = types.SimpleNamespace(array=lambda *_: bytearray(3))
m = fresh()
try:
    m.copy(memoryview(a))
    assert False
except TypeError as error:
    assert "array.array() gave another array than asked for" in str(error), error
print("fine")
"""


def test_replaced_modules(m: ModuleType) -> None:
    """A `numpy` in sys.modules that lies about its types and functions."""
    assert m.__file__ is not None
    arguments = [sys.executable, "-c", FAKES, m.__name__, m.__file__]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.stdout == "fine\n", done.stderr


# --- threads -------------------------------------------------------------------------------------


class Slow:
    """A call that waits in C while this thread does something."""

    def __init__(self, m: ModuleType, call: Callable[[], int]) -> None:
        self.m, self.call = m, call
        self.result: object = None

    def __enter__(self) -> Slow:
        self.m.set_gate(0)
        self.thread = threading.Thread(target=self.run)
        self.thread.start()
        while not self.m.waiting():
            time.sleep(0)
        return self

    def run(self) -> None:
        self.result = self.call()

    def __exit__(self, *_: object) -> None:
        self.m.set_gate(1)
        self.thread.join()


@ONE_THREAD
def test_exported_memory_cannot_be_resized(m: ModuleType) -> None:
    a, b = array.array("i", [1] * N), bytearray(b"\1" * N)
    with Slow(m, lambda: m.slow(a)) as slow:
        for action in (
            lambda: a.append(1),
            lambda: a.pop(),
            lambda: a.__delitem__(slice(None)),
            lambda: a.extend([1]),
        ):
            with pytest.raises(BufferError):
                action()
        a[0] = 5
    assert slow.result == N + 4
    with Slow(m, lambda: m.slow_bytes(b)) as slow:
        for action in (b.clear, lambda: b.extend(b"x"), lambda: b.__delitem__(0)):
            with pytest.raises(BufferError):
                action()
    assert slow.result == N
    a.clear() if hasattr(a, "clear") else a.__delitem__(slice(None))
    b.clear()


@ONE_THREAD
def test_released_views(m: ModuleType) -> None:
    view = memoryview(bytearray(b"\1" * N))
    with Slow(m, lambda: m.slow_bytes(view)) as slow, pytest.raises(BufferError):
        view.release()
    assert slow.result == N
    view.release()


@ONE_THREAD
def test_numpys_arrays_cannot_be_resized(m: ModuleType) -> None:
    """Not even where the thread that calls has the only other reference."""
    box = [ones()]
    refused = pytest.raises(ValueError, match="references or is referenced")
    with Slow(m, lambda: m.slow(box[0])) as slow, refused:
        box[0].resize(100 * N)
    assert slow.result == N
    box = [ones()]
    other = [box[0]]
    refused = pytest.raises(ValueError, match="references or is referenced")
    with Slow(m, lambda: m.slow(other.pop())) as slow, refused:
        box.pop().resize(100 * N)
    assert slow.result == N


@ONE_THREAD
def test_memory_lives_as_long_as_the_call(m: ModuleType) -> None:
    makers: list[Callable[[], Any]] = [
        ones,
        lambda: array.array("i", [1] * N),
        lambda: memoryview(ones()),
        lambda: ones()[1:],
        lambda: np.asarray(memoryview(array.array("i", [1] * N))),
    ]
    for make in makers:
        box = [make()]
        expected = len(box[0])
        with Slow(m, lambda box=box: m.slow(box.pop())) as slow:
            gc.collect()
            trash = [np.zeros(N, "i4") for _ in range(20)]
        assert slow.result == expected
        del trash


@pytest.mark.skipif(not HAS_LOCK, reason="array.array itself is unsafe there before 3.15")
def test_many_threads_on_one_array(m: ModuleType) -> None:
    """Some read it, others keep trying to resize it."""
    shared = array.array("i", [1] * N)
    done = threading.Event()
    failures: list[BaseException] = []

    def guarded(body: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            try:
                while not done.is_set():
                    body()
            except BaseException as error:
                failures.append(error)

        return run

    def resizing() -> None:
        try:
            shared.append(1)
            shared.pop()
        except BufferError:
            pass

    threads = [threading.Thread(target=guarded(lambda: m.sum(shared))) for _ in range(3)]
    threads += [threading.Thread(target=guarded(resizing)) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(shared) in (N, N + 1)


@pytest.fixture(autouse=True)
def _keep_modules() -> Iterator[None]:
    before = sys.modules["numpy"]
    yield
    assert sys.modules["numpy"] is before
    assert isinstance(before, types.ModuleType)
