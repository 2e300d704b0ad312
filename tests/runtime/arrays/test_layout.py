"""Dimensions, strides and alignment."""

from __future__ import annotations

import array
import ctypes
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.runtime.arrays.functions import ELEMENTS, address, suffix


def test_dimensions(m: ModuleType, exporter: Any) -> None:
    with pytest.raises(TypeError, match=r"^sum\(\): 'a' must have 1 dimension, not 2$"):
        m.sum(np.zeros((2, 2), "i4"))
    with pytest.raises(TypeError, match=r"^sum\(\): 'a' must have 1 dimension, not 0$"):
        m.sum(np.zeros((), "i4"))
    with pytest.raises(TypeError, match="'a' must have 1 dimension, not 64"):
        m.sum(exporter(bytearray(4), "i", 4, (1,) * 64))
    with pytest.raises(TypeError, match="'a' must have 2 dimensions, not 3"):
        m.where_table(np.zeros((2, 2, 2)))
    table = np.zeros((2, 3))
    assert m.where_table(table) == (address(table), 2, 3)
    assert m.where_table(memoryview(table)) == (address(table), 2, 3)


@pytest.mark.parametrize("memory", ["numpy", "memoryview", "exporter"])
def test_strides(m: ModuleType, exporter: Any, memory: str) -> None:
    def view(a: np.ndarray[Any, Any]) -> Any:
        if memory == "numpy":
            return a
        if memory == "memoryview":
            return memoryview(a)
        base = bytearray(400)
        return exporter(base, "i", 4, a.shape, a.strides)

    a = np.arange(12, dtype="i4")
    for strided in (a[::2], a[::-1], np.broadcast_to(np.int32(1), (12,)), a.reshape(3, 4)[:, 1]):
        message = r"^sum\(\): 'a' is not C-contiguous; pass np\.ascontiguousarray\(a\)$"
        with pytest.raises(ValueError, match=message):
            m.sum(view(strided))


def test_fortran_order(m: ModuleType) -> None:
    table = np.zeros((3, 4), order="F")
    for given in (table, memoryview(table), table[::2]):
        with pytest.raises(ValueError, match="'a' is not C-contiguous"):
            m.where_table(given)
    row = np.zeros((1, 4), order="F")  # the same in both orders
    assert m.where_table(row) == (address(row), 1, 4)


def test_suboffsets(m: ModuleType, exporter: Any) -> None:
    pointers = exporter(bytearray(64), "i", 4, (2,), (8,), (0,))
    with pytest.raises(ValueError, match="'a' is not C-contiguous"):
        m.sum(pointers)


def test_misaligned(m: ModuleType, exporter: Any) -> None:
    for a in (
        np.zeros(41, "u1")[1:].view("i4"),
        memoryview(bytearray(41))[1:].cast("i"),
    ):
        with pytest.raises(ValueError, match="'a' is misaligned for int32_t; pass a copy"):
            m.where_int32_t(a)
    with pytest.raises(ValueError, match="'a' is misaligned for int32_t"):
        m.where_words(memoryview(bytearray(41))[1:])
    assert m.where_bytes(memoryview(bytearray(41))[1:])[1] == 40


@pytest.mark.parametrize("type", ELEMENTS)
def test_empty(m: ModuleType, type: str) -> None:
    where, change = getattr(m, f"where_{suffix(type)}"), getattr(m, f"change_{suffix(type)}")
    dtype, letter, element = ELEMENTS[type]
    odd = np.zeros(41, "u1")[1:].view(dtype)[:0]
    empties = [np.zeros(0, dtype), odd, np.zeros(4, dtype)[4:], (element * 0)(), memoryview(odd)]
    if letter is not None:
        empties.append(array.array(letter))
    for empty in empties:
        for function in (where, change):
            place, count = function(empty)
            assert count == 0
            assert place != 0


def test_empty_array_without_data(m: ModuleType) -> None:
    """As a C extension may make one: to C, its NULL would be None."""
    a = np.zeros(0, "i4")
    data = ctypes.c_void_p.from_address(id(a) + object.__basicsize__)
    kept, data.value = data.value, None
    try:
        place, count = m.where_int32_t(a)
    finally:
        data.value = kept
    assert (place != 0, count) == (True, 0)


def test_empty_bytes(m: ModuleType) -> None:
    for empty in (b"", bytearray(), memoryview(b""), np.zeros((3, 0)), array.array("i")):
        place, count = m.where_bytes(empty)
        assert (count, place != 0) == (0, True)
        place, count = m.where_words(empty)
        assert (count, place != 0) == (0, True)


def test_empty_tables(m: ModuleType) -> None:
    for shape in ((0, 3), (3, 0), (0, 0)):
        place, rows, columns = m.where_table(np.zeros(shape))
        assert (place != 0, rows, columns) == (True, *shape)


def test_shape_in_the_c_type(m: ModuleType) -> None:
    assert m.sum_3x3(np.arange(9, dtype="i4").reshape(3, 3)) == 36
    assert m.sum_3x3(np.arange(9, dtype="i4")) == 36  # every side is known
    for shape in ((3, 2), (2, 3), (4, 3)):
        with pytest.raises(ValueError, match=r"^sum_3x3\(\): 'a' has [24] along axis [01]"):
            m.sum_3x3(np.zeros(shape, "i4"))
    with pytest.raises(ValueError, match=r"^sum_3x3\(\): 'a' has 8 elements, but 3 \* 3 is 9$"):
        m.sum_3x3(np.zeros(8, "i4"))


def test_a_single_object_that_c_changes(m: ModuleType) -> None:
    value = np.array([41], "i4")
    assert m.increment(value) is None
    assert value[0] == 42
    one = ctypes.c_int(1)
    with pytest.raises(TypeError, match="'value' must have 1 dimension, not 0"):
        m.increment(one)
    for length in (0, 2):
        with pytest.raises(ValueError, match=f"'value' has {length} element"):
            m.increment(np.zeros(length, "i4"))
    with pytest.raises(TypeError, match="'value' must be"):
        m.increment(5)
