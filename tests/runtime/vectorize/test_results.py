"""What comes back: kinds of arrays, `out`, and `out` that is an input too."""

from __future__ import annotations

import array
import ctypes
import re
from types import ModuleType
from typing import Any

import numpy as np
import pytest

RANDOM = np.random.default_rng(7)


class Subclass(np.ndarray[Any, Any]):
    """An array that is not exactly NumPy's."""


def test_kinds_of_results(m: ModuleType) -> None:
    one = array.array("d", [1, 2, 3])
    assert m.scale(one) == array.array("d", [2, 4, 6])
    assert type(m.scale(one, np.ones(3))) is np.ndarray
    two = memoryview(bytearray(48)).cast("d", (2, 3))
    result = m.scale(two, 3)
    assert type(result) is memoryview
    assert result.shape == (2, 3)
    assert result.format == "d"
    truth = m.is_set(array.array("I", [1, 2, 3]), 0)
    assert truth.tolist() == [True, False, True]
    assert type(m.scale(np.ones(2).view(Subclass))) is np.ndarray
    assert type(m.scale(array.array("d"))) is array.array


def test_colours(m: ModuleType) -> None:
    given = np.array([0, 5], dtype="u4")  # gcc's and clang's type of an enum without negatives
    assert m.next(given).tolist() == [5, 0]
    assert m.next(m.RED) == m.GREEN


def test_out_is_filled_from_values(m: ModuleType) -> None:
    out = np.zeros((2, 3))
    assert m.scale(2, 4, out=out) is out
    assert (out == 8).all()
    alone = np.zeros(())
    assert m.scale(2, 4, out=alone) is alone
    assert alone == 8
    memory = bytearray(16)
    view = memoryview(memory).cast("d")
    assert m.scale(1, out=view) is view
    assert view.tolist() == [2, 2]


def test_bool_arrays_may_hold_any_byte(m: ModuleType) -> None:
    flags = np.array([0, 1, 2, 255], dtype=np.uint8).view(bool)
    assert m.four(0, 0, 0, flags).tolist() == [0, 7, 7, 7]


class OnlyComplex:
    def __complex__(self) -> complex:
        return 1 + 2j


def test_complex_values(m: ModuleType) -> None:
    z = np.array([1, 1j])
    for by in (
        1 + 2j,
        np.complex128(1 + 2j),
        np.complex64(1 + 2j),
        OnlyComplex(),
        np.array(1 + 2j),
    ):
        assert m.turn(1, by) == 1 + 3j
        assert m.turn(z, by).tolist() == [1 + 3j, 2j]
    assert m.turn(z, 1).tolist() == [1 + 1j, 0]
    assert m.turn(OnlyComplex()) == -2 + 1j
    assert m.turn(z, out=z) is z
    assert z.tolist() == [1j, -1]
    with pytest.raises(TypeError, match=r"^turn\(\): 'z' must be a number or an array, not str$"):
        m.turn("1j")
    with pytest.raises(TypeError, match="'z' must be an array of double _Complex, not of float64"):
        m.turn(np.ones(2))
    with pytest.raises(TypeError, match=r"^scale\(\): 'x' must be a number, not complex"):
        m.scale(1j)
    with pytest.raises(TypeError, match=r"^half\(\): 'x' must be a number, not complex128"):
        m.half(np.complex128(1))


def test_complex_arrays_of_other_kinds(m: ModuleType) -> None:
    """Python reads no memoryview of complex numbers, so where NumPy is imported, NumPy's come."""
    made = m.turn(memoryview(np.array([[1, 1j]])))
    assert type(made) is np.ndarray
    assert made.tolist() == [[1j, -1]]


def test_out_may_be_an_input(m: ModuleType) -> None:
    for size in (1, 2, 15, 1000):
        x, y = RANDOM.normal(size=size), RANDOM.normal(size=size)
        expected = x * y
        assert m.scale(x, y, out=x) is x
        np.testing.assert_array_equal(x, expected)
        expected = x * x
        m.scale(x, x, out=x)
        np.testing.assert_array_equal(x, expected)


def test_out_may_be_an_input_of_another_type(m: ModuleType) -> None:
    x = RANDOM.normal(size=100)
    expected = x.view(np.int64).copy()
    np.testing.assert_array_equal(m.bits(x, out=x.view(np.int64)), expected)


def test_partial_overlap_is_refused(m: ModuleType) -> None:
    memory = np.arange(10.0)
    before = memory.copy()
    for out, x in [(memory[1:], memory[:-1]), (memory[:-1], memory[1:])]:
        with pytest.raises(ValueError, match="'out' overlaps 'x' without being the same array"):
            m.scale(x, out=out)
        with pytest.raises(ValueError, match="'out' overlaps 'factor'"):
            m.scale(x.copy(), x, out=out)
    doubles = np.arange(4.0)
    floats = doubles.view("f4")[:4]
    with pytest.raises(ValueError, match="'out' overlaps 'x'"):
        m.twice_wide(floats, out=doubles)
    np.testing.assert_array_equal(memory, before)


def test_signature(m: ModuleType) -> None:
    import inspect

    assert str(inspect.signature(m.scale)) == "(x, factor=2.0, *, out=None)"
    assert "x : float (double), or an array" in m.scale.__doc__
    assert re.search(r"out : array of double, optional", m.scale.__doc__)


def test_struct_of_ctypes(m: ModuleType) -> None:
    given = (ctypes.c_double * 3)(1, 2, 3)
    assert list(m.scale(given)) == [2, 4, 6]
