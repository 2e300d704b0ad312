"""Structs in arrays: as C lays them out, by NumPy's dtypes and the buffer protocol's formats."""

from __future__ import annotations

import ctypes
import re
import weakref
from collections.abc import Iterator
from types import ModuleType

import numpy as np
import pytest

from tests.runtime.records.layouts import GRID, LINE, POINT, TIGHT, points

ONE_THREAD = pytest.mark.thread_unsafe(reason="C counts what all threads do")


def test_numpy_arrays(m: ModuleType) -> None:
    array = points((1, 2), (3, 4))
    assert m.total(array) == m.total(array) == 14
    m.scale(array, 2)
    assert array.tolist() == [(2, 4), (6, 8)]
    assert m.total(np.zeros(0, POINT)) == 0
    assert m.total(array[1:]) == 48
    assert m.total(array.view(np.recarray)) == 56
    assert m.points(2, made=array) is array
    assert array.tolist() == [(0, 1), (1, 1)]
    m.raise_one(array[:1])
    assert array.tolist() == [(0, 2), (1, 1)]


def test_more_dtypes_of_a_struct_than_are_remembered(m: ModuleType) -> None:
    for _ in range(3):
        for number in range(8):
            dtype = np.dtype({"names": ["x", "y"], "formats": ["f8", "f8"]}, metadata={"n": number})
            assert m.total(np.ones(number, dtype)) == number


def test_every_kind_of_field_in_arrays(m: ModuleType) -> None:
    array = np.zeros((2, 2), LINE)
    array["name"] = b"abc"
    m.move(array)
    assert array["b"]["x"].tolist() == [[0, 1], [2, 3]]
    assert array["name"].tolist() == [[b"aQc"] * 2] * 2
    assert array["big"].tolist() == [[-1, -1], [-1, -1]]
    grids = np.ones(2, GRID)
    grids["names"] = b"A"
    assert m.total_grids(grids) == 2 * (1 + 1 + 65)
    tight = np.ones(3, TIGHT)
    assert m.total_tight(tight) == 6


def test_fields_found_by_name(m: ModuleType) -> None:
    """A dtype may list its fields in any order, even one that has no format."""
    swapped = np.dtype({"names": ["y", "x"], "formats": ["f8", "f8"], "offsets": [8, 0]})
    array = np.array([(1, 2)], swapped)
    with pytest.raises(ValueError, match="out-of-order"):
        memoryview(array)
    assert m.total(array) == 2
    with pytest.raises(ValueError, match="not C-contiguous"):
        m.total(np.zeros(4, swapped)[::2])
    characters = LINE.fields["name"], np.dtype(("i1", 8))
    assert characters[0][0].itemsize == characters[1].itemsize
    like_c = {
        "names": list(LINE.names),
        "formats": [characters[1] if n == "name" else LINE.fields[n][0] for n in LINE.names],
        "offsets": [LINE.fields[n][1] for n in LINE.names],
        "itemsize": LINE.itemsize,
    }
    m.move(np.zeros((1, 1), np.dtype(like_c)))


def wrong_arrays() -> Iterator[tuple[object, type[Exception], str]]:
    yield [(1, 2)], TypeError, "must be a 1-dimensional array of point, not list"
    yield np.zeros(2), TypeError, "it is of float64"
    yield np.zeros((2, 2)), TypeError, "it is of float64"
    yield b"x" * 32, TypeError, "not of format 'B'"
    yield np.zeros(1, [("x", "f8")]), TypeError, "it has no field 'y'"
    yield np.zeros(1, [("x", "f8"), ("z", "f8")]), TypeError, "it has no field 'y'"
    yield np.zeros(1, [("X", "f8"), ("Y", "f8")]), TypeError, "it has no field 'x'"
    three = [("x", "f8"), ("y", "f8"), ("z", "f8")]
    yield np.zeros(1, three), TypeError, "it has the fields ('x', 'y', 'z')"
    yield np.zeros(1, [("y", "f8"), ("x", "f8")]), TypeError, "'x' lies at 8, in C at 0"
    yield np.zeros(1, [("x", "f8"), ("y", "f4")]), TypeError, "'y' is of float32, not of C's double"
    yield np.zeros(1, [("x", "i8"), ("y", "i8")]), TypeError, "'x' is of int64, not of C's double"
    yield np.zeros(1, [("x", ">f8"), ("y", "f8")]), TypeError, "'x' is of >f8, not of C's double"
    yield np.zeros(1, [("x", "f8", 1), ("y", "f8")]), TypeError, "'x' is of ('<f8', (1,)), not of"
    yield np.zeros(1, [("x", [("x", "f8")]), ("y", "f8")]), TypeError, "'x' is of [('x', '<f8')]"
    yield np.zeros(1, [("x", "m8[s]"), ("y", "f8")]), TypeError, "'x' is of timedelta64[s]"
    yield np.zeros(1, [("x", "O"), ("y", "f8")]), TypeError, "'x' is of object, not of C's double"
    wide = np.dtype({"names": ["x", "y"], "formats": ["f8", "f8"], "itemsize": 24})
    yield (
        np.zeros(1, wide),
        TypeError,
        "its items take 24 bytes, in C 16 (np.dtype(..., align=True)",
    )
    yield np.zeros(4, POINT)[::2], ValueError, "not C-contiguous"
    yield np.zeros((2, 2), POINT), TypeError, "must have 1 dimension, not 2"
    yield np.zeros((), POINT), TypeError, "must have 1 dimension, not 0"
    yield np.zeros(33, "u1")[1:].view(POINT), ValueError, "is misaligned for point"
    yield np.ma.zeros(2, POINT), TypeError, "is a masked array"
    yield memoryview(np.zeros(4, POINT))[::2], ValueError, "not C-contiguous"
    yield memoryview(np.zeros((2, 2), POINT)), TypeError, "must have 1 dimension, not 2"


@ONE_THREAD
@pytest.mark.parametrize(("array", "exception", "text"), [*wrong_arrays()])
def test_wrong_arrays(m: ModuleType, array: object, exception: type[Exception], text: str) -> None:
    before = m.calls()
    for _ in range(2):
        with pytest.raises(exception, match=re.escape(text)):
            m.total(array)
    assert m.calls() == before


def test_layouts_that_only_padding_tells_apart(m: ModuleType) -> None:
    unaligned = np.zeros((1, 1), [(name, LINE.fields[name][0]) for name in LINE.names])
    with pytest.raises(TypeError, match="lays fields out as C does"):
        m.move(unaligned)
    aligned = np.dtype(TIGHT.descr, align=True)
    with pytest.raises(TypeError, match="its field 'value' lies at 8, in C at 1"):
        m.total_tight(np.zeros(1, aligned))
    fields = {name: GRID[name] for name in GRID.names}
    inside = np.dtype([*(fields | {"m": ("f8", (3, 2))}).items()], align=True)
    with pytest.raises(TypeError, match=re.escape("its field 'm' is of ('<f8', (3, 2))")):
        m.total_grids(np.zeros(1, inside))
    corners = np.dtype(([("x", "f8"), ("z", "f8")], 2))
    inside = np.dtype([*(fields | {"corners": corners}).items()], align=True)
    with pytest.raises(TypeError, match="in its field 'corners' it has no field 'y'"):
        m.total_grids(np.zeros(1, inside))


def test_read_only_arrays(m: ModuleType) -> None:
    array = points((1, 2))
    array.flags.writeable = False
    assert m.total(array) == 2
    for _ in range(2):
        with pytest.raises(ValueError, match="'points' is read-only, but C writes to it"):
            m.scale(array, 2)
    with pytest.raises(ValueError, match="read-only"):
        m.scale(memoryview(array), 2)
    assert array.tolist() == [(1, 2)]


def test_overlap(m: ModuleType) -> None:
    array = points((1, 2), (3, 4), (5, 6))
    assert m.cross(array[:1], array[1:2]) == 4
    with pytest.raises(ValueError, match="'a' and 'b' share memory"):
        m.cross(array[:2], array[1:])


def test_formats(m: ModuleType) -> None:
    array = points((1, 2), (3, 4))
    view = memoryview(array)
    assert view.format == "T{d:x:d:y:}"
    assert m.total(view) == 14
    m.scale(view, 2)
    assert array.tolist() == [(2, 4), (6, 8)]
    assert m.total_tight(memoryview(np.ones(2, TIGHT))) == 4
    grids = np.ones(1, GRID)
    assert m.total_grids(memoryview(grids)) == 1 + 1 + ord("1")
    m.move(memoryview(np.zeros((2, 1), LINE)))


def test_ctypes_arrays(m: ModuleType) -> None:
    class Point(ctypes.Structure):
        _fields_ = [("x", ctypes.c_double), ("y", ctypes.c_double)]

    class Swapped(ctypes.Structure):
        _fields_ = [("y", ctypes.c_double), ("x", ctypes.c_double)]

    class Foreign(ctypes.BigEndianStructure):
        _fields_ = [("x", ctypes.c_double), ("y", ctypes.c_double)]

    class Pointers(ctypes.Structure):
        _fields_ = [("x", ctypes.c_void_p), ("y", ctypes.POINTER(ctypes.c_double))]

    array = (Point * 2)((1, 2), (3, 4))
    assert m.total(array) == 14
    m.scale(array, 2)
    assert (array[1].x, array[1].y) == (6, 8)
    for wrong in (Swapped, Foreign, Pointers):
        with pytest.raises(TypeError, match="must be an array of point, not of format"):
            m.total((wrong * 2)())


def test_a_handle_that_keeps_an_array_of_structs(m: ModuleType) -> None:
    array = points((1, 2), (3, 4))
    for _ in range(2):  # the second time its dtype is known
        path = m.path_new(array)
        assert path.end() == array[-1].tolist()
        kept = weakref.ref(array)
        array = points((5, 6))
        assert kept() is not None
        path.close()
        assert kept() is None
