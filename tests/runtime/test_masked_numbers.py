"""Masked arrays without dimensions in the place of a number: refused, as all masked arrays are."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

DECLARATIONS = """
static inline int32_t integer(int32_t x) { return x; }
static inline uint64_t large(uint64_t x) { return x; }
static inline double real(double x) { return x; }
static inline float _Complex complex(float _Complex x) { return x; }
static inline double twice(double x) UNGIL_VECTORIZE { return 2 * x; }
typedef struct { double x, y; } spot;
static inline double sum(spot x) { return x.x + x.y; }
"""


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS)


@pytest.mark.parametrize("mask", [True, False])
@pytest.mark.parametrize(
    ("name", "dtype"),
    [("integer", "i4"), ("large", "u8"), ("real", "f8"), ("complex", "c8"), ("twice", "f8")],
)
def test_a_masked_array_of_one(m: ModuleType, name: str, dtype: str, mask: bool) -> None:
    masked: Any = np.ma.array(3, dtype=dtype, mask=mask)
    with pytest.raises(TypeError, match=r"'x' is a masked array, .*; pass x.filled\(\)"):
        getattr(m, name)(masked)


def test_what_a_masked_element_reads_as(m: ModuleType) -> None:
    values: Any = np.ma.array([1.0, 2.0], mask=[True, False])
    with pytest.raises(TypeError, match="'x' is a masked array"):
        m.real(values[0])
    with pytest.raises(TypeError, match=r"'x\.x' is a masked array"):
        m.sum(values)
    assert m.real(values[1]) == 2.0


def test_other_arrays_of_one_are_numbers(m: ModuleType) -> None:
    assert m.integer(np.array(3, "i2")) == m.large(np.uint8(3)) == m.real(np.array(3.0)) == 3
    assert m.complex(np.array(3j)) == 3j
    assert m.twice(np.array(3.0)) == 6
