"""What comes of arrays and values in every pattern, against NumPy's own arithmetic."""

from __future__ import annotations

import array
import math
from collections.abc import Callable
from fractions import Fraction
from types import ModuleType
from typing import Any

import numpy as np
import pytest

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


@pytest.mark.parametrize("shape", [(1,), (7,), (0,), (3, 4), (2, 0, 3), (2, 3, 4, 5), (1,) * 32])
@pytest.mark.parametrize("name", CASES)
def test_every_pattern_of_arrays_and_values(
    m: ModuleType, name: str, shape: tuple[int, ...]
) -> None:
    reference, dtypes, result = CASES[name]
    for pattern in range(2 ** len(dtypes)):
        given = [
            elements(dtype, shape) if pattern >> i & 1 else elements(dtype, (1,)).tolist()[0]
            for i, dtype in enumerate(dtypes)
        ]
        values = [np.asarray(value).astype(object) for value in given]
        expected = np.frompyfunc(reference, len(dtypes), 1)(*values)
        actual = getattr(m, name)(*given)
        if pattern == 0:
            assert type(actual) in (int, float, bool, complex)
            assert actual == pytest.approx(expected, rel=1e-6)
            continue
        assert type(actual) is np.ndarray
        assert actual.dtype == result
        assert actual.shape == shape
        np.testing.assert_allclose(actual, np.asarray(expected, dtype=result), rtol=1e-6)
        out = np.empty(shape, dtype=result)
        assert getattr(m, name)(*given, out=out) is out
        np.testing.assert_array_equal(out, actual)


def test_equals_a_ufunc_bit_by_bit(m: ModuleType) -> None:
    x, y = RANDOM.normal(size=1000), RANDOM.normal(size=1000)
    x[:4] = [np.nan, np.inf, -np.inf, -0.0]
    np.testing.assert_array_equal(m.scale(x, y), np.multiply(x, y))
    np.testing.assert_array_equal(m.bits(x), x.view(np.int64))


def test_values_only_give_a_value(m: ModuleType) -> None:
    assert type(m.scale(1.5)) is float
    assert m.scale(1.5) == 3.0
    assert m.scale(True, Fraction(1, 2)) == 0.5
    assert m.scale(np.float64(3), np.float32(2)) == 6.0
    assert m.add3(np.int32(1), np.uint8(2), 3) == 321
    assert m.is_set(5, 2) is True
    assert m.scale(x=2, factor=3, out=None) == 6


def test_no_dimensions_count_as_a_value(m: ModuleType) -> None:
    assert m.scale(np.array(3.0), np.array(2)) == 6.0
    assert type(m.scale(np.array(3.0))) is float
    assert m.four(1, 1, 1, np.array(True)) == 16
    assert m.four(1, 1, 1, np.bool_(True)) == 16
    memory = memoryview(array.array("d", [4.0])).cast("B").cast("d", ())
    assert m.scale(memory) == 8.0
    np.testing.assert_array_equal(m.scale(np.ones(3), np.array(2.0)), [2, 2, 2])
    with pytest.raises(TypeError, match="'a' must be an integer"):
        m.add3(np.array(1.0), 1, 1)


def test_defaults_that_depend_on_arrays(m: ModuleType) -> None:
    low = np.array([0.0, 5.0, 10.0])
    np.testing.assert_array_equal(m.between(7.0, low), [1.0, 6.0, 10.0])
    assert m.between(7.0, 0.0) == 1.0
    a, b = np.array([1.0, 2.0]), np.array([7.0, 8.0])
    np.testing.assert_array_equal(m.chained(a), a + 100 * 2 * a + 10000 * 4 * a)
    np.testing.assert_array_equal(m.chained(a, b), a + 100 * b + 10000 * 2 * b)
    np.testing.assert_array_equal(m.chained(1.0, c=b), 1 + 200 + 10000 * b)
    np.testing.assert_array_equal(m.chained(1.0, 2.0, b), 201 + 10000 * b)
    assert m.chained(1.0) == 40201.0
    assert m.chained(np.zeros((0, 2))).shape == (0, 2)


def test_optional_before_required(m: ModuleType) -> None:
    assert m.late(5.0) == -4.0
    np.testing.assert_array_equal(m.late(np.ones(2), a=np.array([3.0, 4.0])), [2, 3])
