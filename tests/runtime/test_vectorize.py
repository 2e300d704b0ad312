"""UNGIL_VECTORIZE: functions of single values over arrays."""

from __future__ import annotations

import array
import contextlib
import ctypes
import gc
import math
import re
import sys
import threading
import tracemalloc
from collections.abc import Callable
from fractions import Fraction
from types import ModuleType
from typing import Any

import numpy as np
import pytest

ONE_THREAD = pytest.mark.thread_unsafe(reason="tracemalloc sees all threads")

HEADER = """
double scale(double x, double UNGIL_DEFAULT(2.0) factor) UNGIL_VECTORIZE;
double hypotenuse(double x, double y) UNGIL_VECTORIZE UNGIL_HOLD;
float half(float x) UNGIL_VECTORIZE;
int32_t add3(int32_t a, int32_t b, int32_t c) UNGIL_VECTORIZE;
int64_t four(int8_t a, uint16_t b, int64_t c, bool d) UNGIL_VECTORIZE;
bool is_set(uint32_t bits, int UNGIL_RANGE(0, 31) place) UNGIL_VECTORIZE;
double between(double x, double low, double UNGIL_DEFAULT(low + 1) high)
    UNGIL_VECTORIZE UNGIL_REQUIRES(low <= high);
double chained(double a, double UNGIL_DEFAULT(a * 2) b, double UNGIL_DEFAULT(b * 2) c)
    UNGIL_VECTORIZE;
double late(double UNGIL_DEFAULT(1) a, double b) UNGIL_VECTORIZE;
int64_t bits(double x) UNGIL_VECTORIZE;
double twice_wide(float x) UNGIL_VECTORIZE;
int released(int work, int UNGIL_DEFAULT(100) threshold)
    UNGIL_VECTORIZE UNGIL_RELEASE_ABOVE(work, threshold);
int alone(int x) UNGIL_VECTORIZE UNGIL_SERIALIZED;
int calls(int UNGIL_DEFAULT(0) reset);
enum colour { RED, GREEN = 5 };
enum colour next(enum colour c) UNGIL_VECTORIZE;
double _Complex turn(double _Complex z, double _Complex UNGIL_DEFAULT(0) by) UNGIL_VECTORIZE;
float _Complex conjugate(float _Complex z) UNGIL_VECTORIZE;
double size(double _Complex z) UNGIL_VECTORIZE;
double _Complex raised(double _Complex z, int power) UNGIL_VECTORIZE UNGIL_REQUIRES(power >= 0);
"""

CODE = """
#include <complex.h>
#include <math.h>
#include <string.h>
static int count, inside;
double scale(double x, double factor) { return x * factor; }
double hypotenuse(double x, double y) { return sqrt(x * x + y * y); }
float half(float x) { return x / 2; }
int32_t add3(int32_t a, int32_t b, int32_t c) { return a + 10 * b + 100 * c; }
int64_t four(int8_t a, uint16_t b, int64_t c, bool d) { return a + 3 * b + 5 * c + 7 * d; }
bool is_set(uint32_t bits, int place) { count++; return bits >> place & 1; }
double between(double x, double low, double high) {
    count++;
    return x < low ? low : x > high ? high : x;
}
double chained(double a, double b, double c) { return a + 100 * b + 10000 * c; }
double late(double a, double b) { return a - b; }
int64_t bits(double x) { int64_t b; memcpy(&b, &x, sizeof b); return b; }
double twice_wide(float x) { return 2.0 * x; }
int released(int work, int threshold) { return work + 0 * threshold; }
int alone(int x) {
    int before = ++inside;
    for (volatile int i = 0; i < 1000; i++) { }
    inside--;
    return before == 1 ? x : -1;
}
int calls(int reset) { int before = count; if (reset) count = 0; return before; }
enum colour next(enum colour c) { return c == RED ? GREEN : RED; }
double _Complex turn(double _Complex z, double _Complex by) { return z * 1.0 * I + by; }
float _Complex conjugate(float _Complex z) { return conjf(z); }
double size(double _Complex z) { return cabs(z); }
double _Complex raised(double _Complex z, int power) {
    double _Complex product = 1;
    while (power-- > 0) product *= z;
    return product;
}
"""


@pytest.fixture(scope="module")
def module(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(HEADER, CODE, libraries=["-lm"])


RANDOM = np.random.default_rng(7)

CASES: dict[str, tuple[Callable[..., Any], list[str], str]] = {
    "scale": (lambda x, y: x * y, ["f8", "f8"], "f8"),
    "hypotenuse": (math.hypot, ["f8", "f8"], "f8"),
    "half": (lambda x: x / 2, ["f4"], "f4"),
    "add3": (lambda a, b, c: a + 10 * b + 100 * c, ["i4", "i4", "i4"], "i4"),
    "four": (lambda a, b, c, d: a + 3 * b + 5 * c + 7 * d, ["i1", "u2", "i8", "?"], "i8"),
    "turn": (lambda z, by: z * 1j + by, ["c16", "c16"], "c16"),
    "conjugate": (lambda z: complex(z).conjugate(), ["c8"], "c8"),
    "size": (abs, ["c16"], "f8"),
    "raised": (lambda z, power: z**power, ["c16", "i4"], "c16"),
    "is_set": (lambda b, p: bool(b >> p & 1), ["u4", "i4"], "?"),
}


def elements(dtype: str, shape: tuple[int, ...]) -> np.ndarray[Any, Any]:
    if dtype == "?":
        return RANDOM.integers(0, 2, shape).astype(bool)
    if dtype[0] == "c":
        return (RANDOM.uniform(0.9, 1, shape) + 0.1j * RANDOM.normal(size=shape)).astype(dtype)
    if dtype[0] == "f":
        return RANDOM.normal(size=shape).astype(dtype)
    return RANDOM.integers(0, 31, shape).astype(dtype)


# --- against NumPy -----------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(1,), (7,), (0,), (3, 4), (2, 0, 3), (2, 3, 4, 5), (1,) * 32])
@pytest.mark.parametrize("name", CASES)
def test_every_pattern_of_arrays_and_values(
    module: ModuleType, name: str, shape: tuple[int, ...]
) -> None:
    reference, dtypes, result = CASES[name]
    for pattern in range(2 ** len(dtypes)):
        given = [
            elements(dtype, shape) if pattern >> i & 1 else elements(dtype, (1,)).tolist()[0]
            for i, dtype in enumerate(dtypes)
        ]
        values = [np.asarray(value).astype(object) for value in given]
        expected = np.frompyfunc(reference, len(dtypes), 1)(*values)
        actual = getattr(module, name)(*given)
        if pattern == 0:
            assert type(actual) in (int, float, bool, complex)
            assert actual == pytest.approx(expected, rel=1e-6)
            continue
        assert type(actual) is np.ndarray
        assert actual.dtype == result
        assert actual.shape == shape
        np.testing.assert_allclose(actual, np.asarray(expected, dtype=result), rtol=1e-6)
        out = np.empty(shape, dtype=result)
        assert getattr(module, name)(*given, out=out) is out
        np.testing.assert_array_equal(out, actual)


def test_equals_a_ufunc_bit_by_bit(module: ModuleType) -> None:
    x, y = RANDOM.normal(size=1000), RANDOM.normal(size=1000)
    x[:4] = [np.nan, np.inf, -np.inf, -0.0]
    np.testing.assert_array_equal(module.scale(x, y), np.multiply(x, y))
    np.testing.assert_array_equal(module.bits(x), x.view(np.int64))


def test_values_only_give_a_value(module: ModuleType) -> None:
    assert type(module.scale(1.5)) is float
    assert module.scale(1.5) == 3.0
    assert module.scale(True, Fraction(1, 2)) == 0.5
    assert module.scale(np.float64(3), np.float32(2)) == 6.0
    assert module.add3(np.int32(1), np.uint8(2), 3) == 321
    assert module.is_set(5, 2) is True
    assert module.scale(x=2, factor=3, out=None) == 6


def test_no_dimensions_count_as_a_value(module: ModuleType) -> None:
    assert module.scale(np.array(3.0), np.array(2)) == 6.0
    assert type(module.scale(np.array(3.0))) is float
    assert module.four(1, 1, 1, np.array(True)) == 16
    assert module.four(1, 1, 1, np.bool_(True)) == 16
    memory = memoryview(array.array("d", [4.0])).cast("B").cast("d", ())
    assert module.scale(memory) == 8.0
    np.testing.assert_array_equal(module.scale(np.ones(3), np.array(2.0)), [2, 2, 2])
    with pytest.raises(TypeError, match="'a' must be an integer"):
        module.add3(np.array(1.0), 1, 1)


# --- what comes back ---------------------------------------------------------------------


class Subclass(np.ndarray[Any, Any]):
    """An array that is not exactly NumPy's."""


def test_kinds_of_results(module: ModuleType) -> None:
    one = array.array("d", [1, 2, 3])
    assert module.scale(one) == array.array("d", [2, 4, 6])
    assert type(module.scale(one, np.ones(3))) is np.ndarray
    two = memoryview(bytearray(48)).cast("d", (2, 3))
    result = module.scale(two, 3)
    assert type(result) is memoryview
    assert result.shape == (2, 3)
    assert result.format == "d"
    truth = module.is_set(array.array("I", [1, 2, 3]), 0)
    assert truth.tolist() == [True, False, True]
    assert type(module.scale(np.ones(2).view(Subclass))) is np.ndarray
    assert type(module.scale(array.array("d"))) is array.array


def test_colours(module: ModuleType) -> None:
    given = np.array([0, 5], dtype="u4")  # gcc's and clang's type of an enum without negatives
    assert module.next(given).tolist() == [5, 0]
    assert module.next(module.RED) == module.GREEN


def test_out_is_filled_from_values(module: ModuleType) -> None:
    out = np.zeros((2, 3))
    assert module.scale(2, 4, out=out) is out
    assert (out == 8).all()
    alone = np.zeros(())
    assert module.scale(2, 4, out=alone) is alone
    assert alone == 8
    memory = bytearray(16)
    view = memoryview(memory).cast("d")
    assert module.scale(1, out=view) is view
    assert view.tolist() == [2, 2]


def test_bool_arrays_may_hold_any_byte(module: ModuleType) -> None:
    flags = np.array([0, 1, 2, 255], dtype=np.uint8).view(bool)
    assert module.four(0, 0, 0, flags).tolist() == [0, 7, 7, 7]


class OnlyComplex:
    def __complex__(self) -> complex:
        return 1 + 2j


def test_complex_values(module: ModuleType) -> None:
    z = np.array([1, 1j])
    for by in (
        1 + 2j,
        np.complex128(1 + 2j),
        np.complex64(1 + 2j),
        OnlyComplex(),
        np.array(1 + 2j),
    ):
        assert module.turn(1, by) == 1 + 3j
        assert module.turn(z, by).tolist() == [1 + 3j, 2j]
    assert module.turn(z, 1).tolist() == [1 + 1j, 0]
    assert module.turn(OnlyComplex()) == -2 + 1j
    assert module.turn(z, out=z) is z
    assert z.tolist() == [1j, -1]
    with pytest.raises(TypeError, match=r"^turn\(\): 'z' must be a number or an array, not str$"):
        module.turn("1j")
    with pytest.raises(TypeError, match="'z' must be an array of double _Complex, not of float64"):
        module.turn(np.ones(2))
    with pytest.raises(TypeError, match=r"^scale\(\): 'x' must be a number, not complex"):
        module.scale(1j)
    with pytest.raises(TypeError, match=r"^half\(\): 'x' must be a number, not complex128"):
        module.half(np.complex128(1))


def test_complex_arrays_of_other_kinds(module: ModuleType) -> None:
    """Python reads no memoryview of complex numbers, so where NumPy is imported, NumPy's come."""
    made = module.turn(memoryview(np.array([[1, 1j]])))
    assert type(made) is np.ndarray
    assert made.tolist() == [[1j, -1]]


# --- out and its inputs ------------------------------------------------------------------


def test_out_may_be_an_input(module: ModuleType) -> None:
    for size in (1, 2, 15, 1000):
        x, y = RANDOM.normal(size=size), RANDOM.normal(size=size)
        expected = x * y
        assert module.scale(x, y, out=x) is x
        np.testing.assert_array_equal(x, expected)
        expected = x * x
        module.scale(x, x, out=x)
        np.testing.assert_array_equal(x, expected)


def test_out_may_be_an_input_of_another_type(module: ModuleType) -> None:
    x = RANDOM.normal(size=100)
    expected = x.view(np.int64).copy()
    np.testing.assert_array_equal(module.bits(x, out=x.view(np.int64)), expected)


def test_partial_overlap_is_refused(module: ModuleType) -> None:
    memory = np.arange(10.0)
    before = memory.copy()
    for out, x in [(memory[1:], memory[:-1]), (memory[:-1], memory[1:])]:
        with pytest.raises(ValueError, match="'out' overlaps 'x' without being the same array"):
            module.scale(x, out=out)
        with pytest.raises(ValueError, match="'out' overlaps 'factor'"):
            module.scale(x.copy(), x, out=out)
    doubles = np.arange(4.0)
    floats = doubles.view("f4")[:4]
    with pytest.raises(ValueError, match="'out' overlaps 'x'"):
        module.twice_wide(floats, out=doubles)
    np.testing.assert_array_equal(memory, before)


# --- what is refused ---------------------------------------------------------------------


class Hostile:
    """Raises, or changes another argument, when it is converted."""

    def __init__(self, action: Callable[[], float]) -> None:
        self.action = action

    def __float__(self) -> float:
        return self.action()


REFUSED: list[tuple[type[Exception], str, Callable[[ModuleType], Any]]] = [
    (TypeError, "'x' must be a number or an array, not list", lambda m: m.scale([1.0])),
    (TypeError, "'x' must be a number or an array, not str", lambda m: m.scale("1")),
    (TypeError, "'x' must be a number or an array, not NoneType", lambda m: m.scale(None)),
    (TypeError, "'a' must be an integer or an array, not list", lambda m: m.add3([1], 1, 1)),
    (TypeError, "'a' must be an integer, not float", lambda m: m.add3(1.0, 1, 1)),
    (TypeError, "'x' must be an array of double, not of int64", lambda m: m.scale(np.arange(3))),
    (TypeError, "'x' must be an array of double, not of >f8", lambda m: m.scale(np.ones(3, ">f8"))),
    (TypeError, "not of format 'f'", lambda m: m.scale(array.array("f", [1]))),
    (TypeError, "'x' must be an array of double", lambda m: m.scale(b"12345678")),
    (
        TypeError,
        "'out' must be an array of double, not list",
        lambda m: m.scale(np.ones(2), out=[1, 2]),
    ),
    (TypeError, "'out' must be an array of double, not float", lambda m: m.scale(1.0, out=1.0)),
    (TypeError, "'out' must be an array of double", lambda m: m.scale(1.0, out=np.ones(3, "f4"))),
    (TypeError, "at most 2 positional", lambda m: m.scale(1.0, 2.0, np.ones(3))),
    (TypeError, "'x' is missing", lambda m: m.scale(factor=np.ones(3))),
    (
        ValueError,
        r"'factor' has shape \(4,\), but 'x' has shape \(3,\)",
        lambda m: m.scale(np.ones(3), np.ones(4)),
    ),
    (ValueError, r"'factor' has shape \(1,\)", lambda m: m.scale(np.ones(3), np.ones(1))),
    (ValueError, r"'out' has shape \(3, 1\)", lambda m: m.scale(np.ones(3), out=np.ones((3, 1)))),
    (ValueError, r"'out' has shape \(\), but", lambda m: m.scale(np.ones(3), out=np.ones(()))),
    (ValueError, r"pass np.ascontiguousarray\(x\)", lambda m: m.scale(np.ones((3, 4)).T)),
    (ValueError, "'x' is not C-contiguous", lambda m: m.scale(np.ones(6)[::2])),
    (ValueError, "'out' is read-only", lambda m: m.scale(1.0, out=memoryview(bytes(8)).cast("d"))),
    (ValueError, "'x' is misaligned", lambda m: m.scale(np.frombuffer(bytes(17), "f8", 2, 1))),
    (ValueError, "outside 0...31", lambda m: m.is_set(1, 32)),
    (ValueError, "'place' is 32, outside 0...31", lambda m: m.is_set(np.ones(2, "u4"), 32)),
    (
        ValueError,
        "element 1 of 'place' is -1, outside 0...31",
        lambda m: m.is_set(1, np.array([0, -1], "i4")),
    ),
    (
        ValueError,
        "requires low <= high, but low is 3.0, high is 2.0",
        lambda m: m.between(np.ones(3), np.array([0.0, 3.0, 0.0]), 2.0),
    ),
    (
        OverflowError,
        "'a' is 300, which does not fit int8_t",
        lambda m: m.four(300, np.ones(2, "u2"), 0, True),
    ),
    (ZeroDivisionError, "division", lambda m: m.scale(np.ones(3), Hostile(lambda: 1 / 0))),
    (ValueError, "released memoryview", lambda m: m.scale(released())),
    (TypeError, "'x' is a masked array", lambda m: m.scale(np.ma.masked_array([1.0, 2.0]))),
]


def released() -> memoryview:
    view = memoryview(bytearray(8)).cast("d")
    view.release()
    return view


@pytest.mark.parametrize(("error", "message", "call"), REFUSED, ids=range(len(REFUSED)))
def test_refused(
    module: ModuleType, error: type[Exception], message: str, call: Callable[[ModuleType], Any]
) -> None:
    with pytest.raises(error, match=message):
        call(module)


@ONE_THREAD
def test_nothing_is_written_when_an_element_is_refused(module: ModuleType) -> None:
    out = np.full(1000, 7.0)
    low = np.zeros(1000)
    low[-1] = 9.0
    module.calls(1)
    with pytest.raises(ValueError, match="requires low <= high"):
        module.between(np.ones(1000), low, 1.0, out=out)
    assert (out == 7).all()
    assert module.calls() == 0


def test_an_argument_that_changes_another(module: ModuleType) -> None:
    """Values are converted before arrays are taken."""
    x = np.ones(4)

    def reshape() -> float:
        x.shape = (2, 2)
        return 3.0

    assert module.scale(x, Hostile(reshape)).shape == (2, 2)

    def flatten() -> float:
        single.shape = ()
        return 3.0

    single = np.ones(1)
    with pytest.raises(ValueError, match="'x' lost its dimensions"):
        module.scale(single, Hostile(flatten))
    growing = array.array("d", [1.0])

    def grow() -> float:
        growing.extend([2.0] * 10000)
        return 2.0

    assert len(module.scale(growing, Hostile(grow))) == 10001
    growing.append(1.0)  # its buffer has been let go


def test_a_failed_call_lets_go(module: ModuleType) -> None:
    given = array.array("d", [1.0, 2.0])
    for bad in (np.ones(3), [1], array.array("f", [1, 2])):
        with pytest.raises((TypeError, ValueError)):
            module.scale(given, bad)
    with pytest.raises(ValueError, match="shape"):
        module.scale(1.0, given, out=array.array("d", [1.0]))
    given.append(3.0)


def test_buffers_of_every_kind(module: ModuleType, exporter: Any) -> None:
    """Objects that export what no array of Python's own would."""
    for ndim in (1, 2, 63, 64):
        shape = (1,) * (ndim - 1) + (3,)
        memory = bytearray(array.array("d", [1, 2, 3]))
        result = memoryview(module.scale(exporter(memory, "d", 8, shape)))
        assert result.shape == shape
        assert result.cast("B").cast("d").tolist() == [2, 4, 6]
    memory = bytearray(24)
    with pytest.raises(TypeError, match="'x' must have 64 dimensions at most"):
        module.scale(exporter(memory, "d", 8, (1,) * 65))
    for order in ("<d", "=d", "@d"):
        assert len(module.scale(exporter(memory, order, 8, (3,)))) == 3
    with pytest.raises(TypeError, match="not of format '>d'"):
        module.scale(exporter(memory, ">d", 8, (3,)))
    with pytest.raises(ValueError, match="not C-contiguous"):
        module.scale(exporter(memory, "d", 8, (3,), (0,)))


def test_an_exporter_that_refuses(module: ModuleType, exporter: Any) -> None:
    def refuse(_: Any) -> None:
        raise KeyError("no")

    given = exporter(bytearray(24), "d", 8, (3,), hook=refuse)
    with pytest.raises(KeyError):
        module.scale(given)
    held = exporter(bytearray(24), "d", 8, (3,))
    with pytest.raises(KeyError):
        module.scale(held, given)
    assert held.exports == 0


# --- defaults ----------------------------------------------------------------------------


def test_defaults_that_depend_on_arrays(module: ModuleType) -> None:
    low = np.array([0.0, 5.0, 10.0])
    np.testing.assert_array_equal(module.between(7.0, low), [1.0, 6.0, 10.0])
    assert module.between(7.0, 0.0) == 1.0
    a, b = np.array([1.0, 2.0]), np.array([7.0, 8.0])
    np.testing.assert_array_equal(module.chained(a), a + 100 * 2 * a + 10000 * 4 * a)
    np.testing.assert_array_equal(module.chained(a, b), a + 100 * b + 10000 * 2 * b)
    np.testing.assert_array_equal(module.chained(1.0, c=b), 1 + 200 + 10000 * b)
    np.testing.assert_array_equal(module.chained(1.0, 2.0, b), 201 + 10000 * b)
    assert module.chained(1.0) == 40201.0
    assert module.chained(np.zeros((0, 2))).shape == (0, 2)


def test_optional_before_required(module: ModuleType) -> None:
    assert module.late(5.0) == -4.0
    np.testing.assert_array_equal(module.late(np.ones(2), a=np.array([3.0, 4.0])), [2, 3])


# --- the lock, threads, leaks ------------------------------------------------------------


def test_release_above_counts_all_elements(module: ModuleType) -> None:
    """Each way of going gives the same; which one was taken shows in no value."""
    for work in (0, 1, 50, 101):
        given = np.full(10, work, dtype="i4")
        np.testing.assert_array_equal(module.released(given), given)
        np.testing.assert_array_equal(module.released(given, given), given)
        assert module.released(work) == work


def test_serialized_once_a_call(module: ModuleType) -> None:
    results: list[bool] = []

    def work() -> None:
        given = np.arange(200, dtype="i4")
        results.append(bool((module.alone(given) == given).all()))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 4
    assert module.alone(3) == 3


def test_threads_share_arrays(module: ModuleType) -> None:
    x, y = RANDOM.normal(size=20000), RANDOM.normal(size=20000)
    expected = x * y
    wrong: list[int] = []

    def work(number: int) -> None:
        for _ in range(20):
            if not (module.scale(x, y) == expected).all():
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_no_leaks(module: ModuleType) -> None:
    """Python's own cache of attributes keeps some thousands of names, whatever is called."""
    x, memory = np.ones(4), memoryview(bytearray(64)).cast("d", (2, 4))
    held = sys.getrefcount(x)

    def every_path() -> None:
        module.scale(x, 2)
        module.scale(x, out=x)
        module.scale(memory, out=memory)
        module.scale(array.array("d", [1, 2]))
        module.scale(np.array(3.0))
        module.chained(x)
        module.late(1.0)
        for error, _, call in REFUSED:
            with contextlib.suppress(error):
                call(module)

    every_path()
    gc.collect()
    before = sys.getallocatedblocks()
    for _ in range(10_000):
        every_path()
    gc.collect()
    assert sys.getallocatedblocks() - before < 8_000
    assert sys.getrefcount(x) == held


@ONE_THREAD
def test_results_are_freed(module: ModuleType) -> None:
    large = np.ones((100, 1000))
    tracemalloc.start()
    try:
        for _ in range(20):
            module.scale(large)
            module.scale(memoryview(large))
            module.chained(large)
            with pytest.raises(ValueError, match="requires"):
                module.between(large, 3.0, 2.0)
        assert tracemalloc.get_traced_memory()[0] < 4 * large.nbytes
    finally:
        tracemalloc.stop()


# --- what Python shows -------------------------------------------------------------------


def test_signature(module: ModuleType) -> None:
    import inspect

    assert str(inspect.signature(module.scale)) == "(x, factor=2.0, *, out=None)"
    assert "x : float (double), or an array" in module.scale.__doc__
    assert re.search(r"out : array of double, optional", module.scale.__doc__)


def test_struct_of_ctypes(module: ModuleType) -> None:
    given = (ctypes.c_double * 3)(1, 2, 3)
    assert list(module.scale(given)) == [2, 4, 6]
