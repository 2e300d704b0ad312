"""Every type of elements, from every kind of memory, never copied."""

from __future__ import annotations

import array
import ctypes
import mmap
import tempfile
from types import ModuleType

import numpy as np
import pytest

from tests.runtime.arrays.functions import ELEMENTS, address, suffix


@pytest.mark.parametrize("type", ELEMENTS)
def test_numpy(m: ModuleType, type: str) -> None:
    where, change = getattr(m, f"where_{suffix(type)}"), getattr(m, f"change_{suffix(type)}")
    a = np.zeros(5, ELEMENTS[type][0])
    assert where(a) == (address(a), 5)
    assert change(a) == (address(a), 5)
    assert (a == 1).all()
    assert where(a[1:4]) == (address(a) + a.itemsize, 3)
    a.flags.writeable = False
    assert where(a) == (address(a), 5)
    with pytest.raises(ValueError, match="'a' is read-only, but C writes to it"):
        change(a)


@pytest.mark.parametrize("type", [type for type, (_, letter, _) in ELEMENTS.items() if letter])
def test_array_array(m: ModuleType, type: str) -> None:
    letter = ELEMENTS[type][1]
    assert letter is not None
    a = array.array(letter, range(5))
    assert getattr(m, f"where_{suffix(type)}")(a) == (a.buffer_info()[0], 5)
    assert getattr(m, f"change_{suffix(type)}")(a) == (a.buffer_info()[0], 5)
    assert list(a) == [1] * 5


@pytest.mark.parametrize("type", ELEMENTS)
def test_ctypes(m: ModuleType, type: str) -> None:
    a = (ELEMENTS[type][2] * 5)()
    assert getattr(m, f"where_{suffix(type)}")(a) == (ctypes.addressof(a), 5)
    assert getattr(m, f"change_{suffix(type)}")(a) == (ctypes.addressof(a), 5)
    assert list(a) == [1] * 5


@pytest.mark.parametrize("type", ELEMENTS)
def test_memoryview(m: ModuleType, type: str) -> None:
    a = np.zeros(5, ELEMENTS[type][0])
    assert getattr(m, f"where_{suffix(type)}")(memoryview(a)) == (address(a), 5)
    assert getattr(m, f"change_{suffix(type)}")(memoryview(a)[2:]) == (
        address(a) + 2 * a.itemsize,
        3,
    )
    assert list(a) == [0, 0, 1, 1, 1]
    with pytest.raises(ValueError, match="'a' is read-only"):
        getattr(m, f"change_{suffix(type)}")(memoryview(a).toreadonly())


def test_bytes_are_arrays_of_uint8(m: ModuleType) -> None:
    data = bytearray(b"abcde")
    there = np.frombuffer(data, "u1")
    assert m.where_uint8_t(data) == (address(there), 5)
    assert m.change_uint8_t(data) == (address(there), 5)
    assert data == b"\x01" * 5
    assert m.where_uint8_t(b"abc")[1] == 3
    assert m.last(b"abc") == ord("c")
    with pytest.raises(ValueError, match="'a' is read-only"):
        m.change_uint8_t(b"abc")
    with pytest.raises(TypeError, match="'a' must be an array of int8_t, not of format 'B'"):
        m.where_int8_t(b"abc")


def test_mmap(m: ModuleType) -> None:
    with mmap.mmap(-1, 4096) as memory:
        assert m.where_uint8_t(memory)[1] == 4096
        assert m.change_bytes(memory)[1] == 4096
        assert memory[:3] == b"\x01\x01\x01"
        with pytest.raises(TypeError, match="'a' must be an array of int32_t"):
            m.where_int32_t(memory)
        assert m.where_int32_t(memoryview(memory).cast("i"))[1] == 1024
    with pytest.raises(ValueError, match="closed"):
        m.where_uint8_t(memory)


@pytest.mark.parametrize("type", ELEMENTS)
def test_other_element_types_are_refused(m: ModuleType, type: str) -> None:
    where, mine = getattr(m, f"where_{suffix(type)}"), np.dtype(ELEMENTS[type][0])
    others = "?bBhHiIlLqQefdgFD" + "OSU"
    for letter in others:
        other = np.dtype(letter)
        if (other.kind, other.itemsize) == (mine.kind, mine.itemsize):
            assert where(np.zeros(5, other))[1] == 5
        else:
            with pytest.raises(TypeError, match=f"'a' must be an array of {type}, not of"):
                where(np.zeros(5, other))


def test_sized_memory_is_of_any_type(m: ModuleType) -> None:
    for a, size in (
        *((b"abc", 3), (bytearray(5), 5), (array.array("d", [1.0]), 8), ((ctypes.c_int * 3)(), 12)),
        *((np.zeros((2, 3)), 48), (np.float64(1), 8), (np.zeros((), "i4"), 4)),
        *((np.zeros(2, "i4,f8"), 24), (np.zeros(3, "?"), 3), (memoryview(b"ab"), 2)),
        *((np.zeros(3, "c8"), 24), (np.zeros(3, ">i2"), 6), (np.zeros(2, "S3"), 6)),
    ):
        assert m.where_bytes(a)[1] == size
    with pytest.raises(ValueError, match="'a' is not C-contiguous"):
        m.where_bytes(np.zeros(8)[::2])
    with pytest.raises(ValueError, match="'a' is read-only"):
        m.change_bytes(b"abc")
    with pytest.raises(
        TypeError, match=r"^where_bytes\(\): 'a' must be a bytes-like object, not str$"
    ):
        m.where_bytes("abc")


def test_references_are_no_bytes(m: ModuleType) -> None:
    """C would read, or worse, overwrite pointers to Python objects."""
    objects = [np.array([None]), np.zeros(1, [("O", "i4"), ("b", "O")]), (ctypes.py_object * 1)()]
    for a in objects:
        for function in (m.where_bytes, m.change_bytes):
            with pytest.raises(TypeError, match="'a' holds Python objects"):
                function(a)
    assert m.where_bytes(np.zeros(1, [("O", "i4"), ("bOO", "f8")]))[1] == 12


def test_huge(m: ModuleType) -> None:
    """Sparse memory: nothing of it but its ends is ever touched."""
    size = 2**32 + 3
    with tempfile.TemporaryFile() as file:
        file.truncate(size)
        with mmap.mmap(file.fileno(), size) as memory:
            memory[-1] = 7
            assert m.last(memory) == 7
            assert m.where_bytes(memory)[1] == size
            a = np.frombuffer(memory, "u1")
            assert m.last(a) == 7
            assert m.where_uint8_t(a)[1] == size
            floats = np.frombuffer(memory, "f8", count=size // 8)
            assert m.where_table(floats.reshape(2**28, 2))[1:] == (2**28, 2)
            del a, floats
