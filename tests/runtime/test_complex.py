"""Complex numbers: values, results and arrays of both sizes."""

from __future__ import annotations

import re
import subprocess
import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.runtime import modules
from tests.runtime.conftest import Bind

HEADER = r"""
double _Complex same(double _Complex z);
float _Complex same_f(float _Complex z);
double _Complex turned(double _Complex z, double _Complex UNGIL_DEFAULT(1) by);
bool parts(const double _Complex *UNGIL_SINGLE z, double *UNGIL_OUT re, double *UNGIL_OUT im);
void unit(int n, double _Complex *UNGIL_OUT z);
void square(double _Complex *UNGIL_INOUT UNGIL_OR_NULL z);
double _Complex sum(const double _Complex *UNGIL_COUNTED_BY(n) z, size_t n);
void negate(float _Complex *UNGIL_SHAPE(m, n) z, size_t m, size_t n);
void powers(double _Complex z, double _Complex *UNGIL_OUT UNGIL_COUNTED_BY(n) out, size_t n);
double _Complex checked(double _Complex z) UNGIL_SUCCESS(return != 0);
void bump(double _Complex *UNGIL_SINGLE z);
void change(void (*UNGIL_NOESCAPE f)(double _Complex *UNGIL_COUNTED_BY(n) z, size_t n),
            double _Complex *UNGIL_COUNTED_BY(n) z, size_t n);
"""

CODE = r"""
double _Complex same(double _Complex z) { return z; }
float _Complex same_f(float _Complex z) { return z; }
double _Complex turned(double _Complex z, double _Complex by) { return z * by; }
bool parts(const double _Complex *z, double *re, double *im) {
    *re = ((const double *)z)[0];
    *im = ((const double *)z)[1];
    return true;
}
void unit(int n, double _Complex *z) { ((double *)z)[n & 1] = 1; }
void square(double _Complex *z) { if (z) *z *= *z; }
double _Complex sum(const double _Complex *z, size_t n) {
    double _Complex total = 0;
    for (size_t i = 0; i < n; i++) total += z[i];
    return total;
}
void negate(float _Complex *z, size_t m, size_t n) {
    for (size_t i = 0; i < m * n; i++) z[i] = -z[i];
}
void powers(double _Complex z, double _Complex *out, size_t n) {
    double _Complex power = 1;
    for (size_t i = 0; i < n; i++, power *= z) out[i] = power;
}
double _Complex checked(double _Complex z) { return z; }
void bump(double _Complex *z) { *z += 1; }
void change(void (*f)(double _Complex *, size_t), double _Complex *z, size_t n) { f(z, n); }
"""


@pytest.fixture(scope="module")
def module(bind: Bind) -> ModuleType:
    return bind(HEADER, CODE)


class Convertible:
    def __complex__(self) -> complex:
        return 3 - 4j


class Real:
    def __float__(self) -> float:
        return 2.5


class Index:
    def __index__(self) -> int:
        return 7


class Mine(complex):
    def __complex__(self) -> complex:
        raise AssertionError("a complex number needs no conversion")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (1 + 2j, 1 + 2j),
        (complex("-0-0j"), complex("-0-0j")),
        (complex("nan+infj"), complex("nan+infj")),
        (3, 3),
        (2.5, 2.5),
        (True, 1),
        (Convertible(), 3 - 4j),
        (Real(), 2.5),
        (Index(), 7),
        (Mine(1, 2), 1 + 2j),
        (np.complex128(1 + 2j), 1 + 2j),
        (np.complex64(1 + 2j), 1 + 2j),
        (np.clongdouble(1 + 2j), 1 + 2j),
        (np.float32(1.5), 1.5),
        (np.int8(-3), -3),
        (np.array(1 + 2j), 1 + 2j),
    ],
)
def test_what_is_a_complex_number(module: ModuleType, given: Any, expected: complex) -> None:
    for same in (module.same, module.same_f):
        result = same(given)
        assert type(result) is complex
        assert repr(result) == repr(complex(expected))


@pytest.mark.parametrize(
    "given", ["1+2j", b"1", None, [1], (1, 2), np.zeros(1), np.zeros(1, complex), object, "Mine"]
)
def test_what_is_none(module: ModuleType, given: Any) -> None:
    with pytest.raises(TypeError, match=r"^same\(\): 'z' must be a number, not "):
        module.same(given)


def test_conversions_that_fail(module: ModuleType) -> None:
    class Raising:
        def __complex__(self) -> complex:
            raise LookupError("mine")

    class Wrong:
        def __complex__(self) -> complex:
            return "no"  # type: ignore[return-value]

    with pytest.raises(LookupError, match="mine"):
        module.same(Raising())
    with pytest.raises(TypeError, match="'z' must be a complex number, not Wrong"):
        module.same(Wrong())
    with pytest.raises(OverflowError, match="'z' does not fit double _Complex"):
        module.same(10**400)


@pytest.mark.parametrize("given", [1e300, 1e300j, complex(1, -1e39)])
def test_floats_overflow(module: ModuleType, given: complex) -> None:
    with pytest.raises(
        OverflowError, match=r"'z' (is 1e\+300, which )?does not fit float _Complex"
    ):
        module.same_f(given)
    infinite = complex("inf-infj")
    assert module.same_f(infinite) == infinite


def test_pointers_and_defaults(module: ModuleType) -> None:
    assert module.turned(2j) == 2j
    assert module.turned(2j, by=1j) == -2
    assert module.turned.__text_signature__ == "($module, z, by=(1+0j))"
    assert module.parts(1 + 2j) == (True, 1.0, 2.0)
    assert module.unit(1) == 1j
    assert module.square(1j) == -1
    assert module.square(None) is None


def test_arrays(module: ModuleType) -> None:
    z = np.array([1, 2j, 3 - 1j])
    assert module.sum(z) == module.sum(memoryview(z)) == 4 + 1j
    assert module.sum(np.zeros(0, complex)) == 0
    narrow = z.astype("c8").reshape(1, 3)
    module.negate(narrow)
    assert narrow.tolist() == [[-1, -2j, -3 + 1j]]
    module.negate(memoryview(narrow))
    assert narrow[0, 0] == 1
    out = np.zeros(3, complex)
    assert module.powers(1j, 3, out=out) is out
    assert out.tolist() == [1, 1j, -1]
    module.bump(out[:1])
    assert out[0] == 2


@pytest.mark.parametrize(
    ("array", "exception", "text"),
    [
        (np.zeros(2), TypeError, "must be an array of double _Complex, not of float64"),
        (np.zeros(2, "c8"), TypeError, "not of complex64"),
        (np.zeros(2, ">c16"), TypeError, "not of >c16"),
        (memoryview(np.zeros(2, "c8")), TypeError, "not of format 'Zf'"),
        (memoryview(np.zeros(2, ">c16")), TypeError, "not of format '>Zd'"),
        (np.zeros((2, 2), complex), TypeError, "must have 1 dimension, not 2"),
        (np.zeros(4, complex)[::2], ValueError, "not C-contiguous"),
        (np.zeros(4, complex).real, TypeError, "must be an array of double _Complex"),
        (np.zeros(33, "u1")[1:].view("c16"), ValueError, "is misaligned for double _Complex"),
        ([1j], TypeError, "must be a 1-dimensional array of double _Complex, not list"),
    ],
)
def test_wrong_arrays(
    module: ModuleType, array: Any, exception: type[Exception], text: str
) -> None:
    with pytest.raises(exception, match=re.escape(text)):
        module.sum(array)


def test_output_arrays_that_are_left_out(module: ModuleType) -> None:
    made = module.powers(1j, 3)
    assert type(made) is np.ndarray
    assert made.dtype == complex
    assert made.tolist() == [1, 1j, -1]
    assert module.powers(2, 0).shape == (0,)


def test_without_numpy_arrays_are_memoryviews(module: ModuleType) -> None:
    """Which Python itself cannot read, but whoever imports NumPy later."""
    code = modules.loading(module) + (
        "made = module.powers(2j, 3)\n"
        "assert type(made) is memoryview\n"
        "assert (made.format, made.shape, made.itemsize) == ('Zd', (3,), 16)\n"
        "assert module.sum(made) == -3 + 2j\n"
        "import numpy\n"
        "assert numpy.asarray(made).tolist() == [1, 2j, -4]\n"
        "assert type(module.powers(2j, 3)) is numpy.ndarray\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_arrays_of_callbacks(module: ModuleType) -> None:
    def turn(z: np.ndarray[Any, Any]) -> None:
        assert type(z) is np.ndarray
        z *= 1j

    z = np.array([1, 1j])
    module.change(turn, z)
    assert z.tolist() == [1j, -1]


def test_error_words(module: ModuleType) -> None:
    assert module.checked(1j) == 1j
    with pytest.raises(module.Error) as caught:
        module.checked(0)
    assert caught.value.code == 0j
