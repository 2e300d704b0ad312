"""What comes back: order, omitted and given outputs, None, what C has written."""

from __future__ import annotations

import array
import ctypes
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.runtime import modules
from tests.runtime.refusals import refuses

ONE_THREAD = pytest.mark.thread_unsafe(reason="threads would write to one array")

ELEMENTS = {
    "int8_t": "b",
    "uint8_t": "B",
    "int16_t": "h",
    "uint16_t": "H",
    "int32_t": "i",
    "uint32_t": "I",
    "int64_t": "q",
    "uint64_t": "Q",
    "float": "f",
    "double": "d",
}

# one function for each type of elements
OUTPUTS = "".join(
    f"static inline void out_{c}(size_t n, {c} *UNGIL_OUT UNGIL_COUNTED_BY(n) out) "
    "{ for (size_t i = 0; i < n; i++) { out[i] += 1; } }\n"
    for c in ELEMENTS
)


@pytest.fixture(scope="session")
def m(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The functions of results.h, and one of each type of elements, bound."""
    declarations = (Path(__file__).parent / "results.h").read_text(encoding="utf-8")
    return modules.build(tmp_path_factory.mktemp("results"), "results", declarations + OUTPUTS)


# --- order ---------------------------------------------------------------------------------------


def test_no_result(m: ModuleType) -> None:
    assert m.nothing() is None
    a = array.array("i", [1, 2])
    assert m.in_place(a) is None
    assert list(a) == [2, 4]


def test_order(m: ModuleType) -> None:
    """The C result, then each output in C's order."""
    a, b, c, d, e = m.all(1, 9)
    assert (a, b, c, list(d), e) == (1, 2, 3, [4, 9], 5.5)


def test_single_outputs(m: ModuleType) -> None:
    yes, half, large, untouched = m.outs()
    assert (yes, half, large, untouched) == (True, 0.5, 2**64 - 1, 0)
    assert yes is True


# --- outputs that the caller leaves out ----------------------------------------------------------


@pytest.mark.parametrize("type", ELEMENTS)
def test_omitted(m: ModuleType, type: str) -> None:
    made = getattr(m, f"out_{type}")(3)
    assert isinstance(made, array.array)
    assert (made.typecode, made.tolist()) == (ELEMENTS[type], [1, 1, 1])
    empty = getattr(m, f"out_{type}")(0)
    assert (empty.typecode, len(empty)) == (ELEMENTS[type], 0)


def test_omitted_beside_numpy(m: ModuleType) -> None:
    made = m.fill(np.zeros(3, "i4"))
    assert made.__class__ is np.ndarray
    assert (made.dtype, made.tolist(), made.flags.owndata) == ("f8", [1.5] * 3, True)
    assert m.fill(np.zeros(3, "i4").view(np.recarray)).__class__ is np.ndarray
    for other in (array.array("i", [0] * 3), memoryview(np.zeros(3, "i4")), (ctypes.c_int * 3)()):
        made = m.fill(other)
        assert (made.__class__, made.tolist()) == (array.array, [1.5] * 3)


def test_omitted_shapes(m: ModuleType) -> None:
    made = m.grid(np.zeros(3, "i4"), 2)
    assert (made.__class__, made.shape, made.dtype) == (np.ndarray, (2, 2, 3), "i2")
    assert made.ravel().tolist() == list(range(12))
    made = m.grid(array.array("i", [0] * 3), 2)
    assert (made.__class__, made.shape, made.format) == (memoryview, (2, 2, 3), "h")
    assert made.tolist() == np.arange(12).reshape(2, 2, 3).tolist()
    assert made.c_contiguous
    made[1, 1, 2] = 99
    assert made.tobytes()[-2:] == b"\x63\0"
    assert np.asarray(made).shape == (2, 2, 3)
    assert m.grid(array.array("i", [0] * 3), 2, made) is made


@pytest.mark.parametrize(("rows", "columns"), [(0, 3), (3, 0), (0, 0)])
def test_omitted_shapes_without_elements(m: ModuleType, rows: int, columns: int) -> None:
    made = m.grid(None, rows, n=columns)
    assert (made.shape, made.tolist()) == (
        (rows, 2, columns),
        np.zeros((rows, 2, columns)).tolist(),
    )
    made = m.grid(np.zeros(columns, "i4"), rows)
    assert made.shape == (rows, 2, columns)


def test_views_outlive_their_calls(m: ModuleType) -> None:
    row = m.grid(None, 2, n=3)[1:]
    part = row.cast("B")
    del row
    assert part[-2:].tolist() == [11, 0]


def test_omitted_booleans_and_chars(m: ModuleType) -> None:
    made = m.flags(3)
    assert (made.__class__, made.format, made.tolist()) == (memoryview, "?", [False, True, False])
    made = m.letters(3)
    assert (made.__class__, made.typecode, bytes(made)) == (array.array, "b", b"abc")


def test_omitted_bytes(m: ModuleType) -> None:
    assert m.data(4) == b"\0\1\2\3"
    assert m.data(0) == b""
    assert m.data(1) == b"\0"
    assert m.data(1).__class__ is bytes
    m.data(1)  # a shared object of one byte would have been changed
    assert m.data(1) == b"\0"


def test_none_leaves_out(m: ModuleType) -> None:
    assert m.data(2, None) == b"\0\1"
    assert list(m.fill(array.array("i", [1]), None)) == [1.5]
    assert m.fill(None, None).tolist() == []


def test_too_large_to_allocate(m: ModuleType) -> None:
    with pytest.raises((ValueError, MemoryError)):
        m.data(2**63 - 1)
    with pytest.raises((ValueError, MemoryError)):
        m.out_double(2**60)
    with pytest.raises((ValueError, MemoryError)):
        m.out_double(2**59)
    with pytest.raises((ValueError, MemoryError)):
        m.grid(None, 2**40, n=2**40)


# --- outputs that the caller gives ---------------------------------------------------------------


@ONE_THREAD
@pytest.mark.parametrize(
    "out",
    [
        *(np.zeros(3), array.array("d", [0] * 3), memoryview(np.zeros(3))),
        *((ctypes.c_double * 3)(), np.zeros(3).view(np.recarray)),
    ],
    ids=lambda out: type(out).__name__,
)
def test_given_outputs_come_back(m: ModuleType, out: Any) -> None:
    assert m.fill(np.zeros(3, "i4"), out) is out
    assert list(out) == [1.5] * 3
    assert m.fill(np.zeros(3, "i4"), out=out) is out
    assert list(out) == [3.0] * 3  # not zeroed first


def test_given_bytes_come_back(m: ModuleType) -> None:
    out = bytearray(3)
    assert m.data(3, out) is out
    assert out == b"\0\1\2"
    with pytest.raises(ValueError, match="'out' is read-only"):
        m.data(3, bytes(3))


# --- NULL ----------------------------------------------------------------------------------------


def test_none_passes_null(m: ModuleType) -> None:
    assert m.either(None) == (-1, None)
    number, made = m.either()
    assert (number, list(made)) == (7, [7, 0, 0])
    given = array.array("i", [0] * 3)
    assert m.either(given)[1] is given


def test_null_for_single_objects(m: ModuleType) -> None:
    assert m.single(5, 6) == (5, 7)
    assert m.single(None, 6) == (-1, 7)
    assert m.single(5, None) == (5, None)
    assert m.single(None, None) == (-1, None)


# --- what C has written --------------------------------------------------------------------------


def test_cut_to_what_was_written(m: ModuleType) -> None:
    for n in range(9):
        assert m.first(n).tolist() == list(range(n))
    assert m.first_of(3) == (77, b"\1\0\0")
    assert m.first_rows(2).tolist() == [[0, 1], [2, 3]]
    assert m.first_rows(0).shape == (0, 2)
    assert m.two_parts(b"\x01\xf0\x02") == (b"\1\2", b"\xf0")


def test_cut_beside_numpy(m: ModuleType, bind: Callable[..., ModuleType]) -> None:
    positive = bind(
        """
static inline size_t positive(const double *UNGIL_SHAPE(n, 2) in, size_t n,
                              double *UNGIL_OUT UNGIL_SHAPE(n, 2) UNGIL_WRITTEN(return) out) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (in[2 * i] > 0) {
            out[2 * kept] = in[2 * i];
            out[2 * kept++ + 1] = in[2 * i + 1];
        }
    }
    return kept;
}
"""
    ).positive
    rows = np.array([[1.0, 2.0], [-1.0, 0.0], [3.0, 4.0]])
    kept = positive(rows)
    assert (kept.__class__, kept.tolist(), kept.flags.owndata) == (
        np.ndarray,
        [[1.0, 2.0], [3.0, 4.0]],
        True,
    )
    assert positive(-rows).shape == (0, 2) or positive(-rows).shape == (1, 2)
    assert positive(np.zeros((3, 2))).shape == (0, 2)
    given = np.zeros((5, 2))
    count, same = positive(rows, given)
    assert (count, same is given) == (2, True)


def test_given_outputs_are_not_cut(m: ModuleType) -> None:
    given = array.array("i", [9] * 8)
    assert m.first(2, given) == (2, given)
    assert list(given) == [0, 1] + [9] * 6
    room = bytearray(10)
    assert m.first_of(3, room) == (77, room, 3)
    assert len(room) == 10
    low = bytearray(3)
    assert m.two_parts(b"\x01\xf0\x02", low) == (low, 2, b"\xf0")


def test_lengths_that_c_cannot_have_written(m: ModuleType) -> None:
    with refuses(
        RuntimeError, "first(): C says it has written -1 (return) of 'out', which has room for 8"
    ):
        m.first(-1)
    with refuses(
        RuntimeError, "first(): C says it has written 9 (return) of 'out', which has room for 8"
    ):
        m.first(9)
    with refuses(
        RuntimeError, "first_of(): C says it has written 9 (*len) of 'out', which has room for 8"
    ):
        m.first_of(9)
    with refuses(
        RuntimeError, "first_of(): C says it has written 11 (*len) of 'out', which has room for 10"
    ):
        m.first_of(11, bytearray(10))
    with refuses(
        RuntimeError, "first_rows(): C says it has written 5 (n) of 'out', which has room for 4"
    ):
        m.first_rows(5)
    with pytest.raises(RuntimeError, match=f"has written {2**64 - 1}"):
        m.huge()


def test_nothing_to_write_to(m: ModuleType) -> None:
    assert m.none_written(2) == bytes(2)
    assert m.none_written(2, None) == (1000, None)
    with pytest.raises(RuntimeError, match="has written 5"):
        m.none_written(5)


# --- what C returns through a pointer ------------------------------------------------------------


def test_returned_arrays_are_copies(m: ModuleType) -> None:
    for n in (0, 1, 6):
        made = m.head(n)
        assert (made.__class__, made.tolist()) == (array.array, [1, 2, 3, 4, 5, 6][:n])
    m.head(3)[0] = 99
    assert m.head(1)[0] == 1
    made = m.whole()
    assert (made.__class__, made.tolist()) == (memoryview, [[1, 2, 3], [4, 5, 6]])
    assert m.raw() == (b"\1\0\0", 3)


def test_returned_beside_numpy(m: ModuleType) -> None:
    given = np.arange(3, dtype="i4")
    made = m.like(given)
    assert (made.__class__, made.tolist()) == (np.ndarray, [0, 1, 2])
    assert not np.shares_memory(made, given)


def test_returned_null(m: ModuleType) -> None:
    assert m.one(0) == 1
    with refuses(RuntimeError, "one(): C returned NULL"):
        m.one(-1)
    assert m.maybe_one(1) == 2
    assert m.maybe_one(-1) is None
    assert m.maybe(True).tolist() == [1, 2]
    assert m.maybe(False) is None
