"""Exporters of the buffer protocol whose shape and length contradict each other: refused, as what C
would read beyond either is nobody's."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

DECLARATIONS = """
typedef struct { int32_t x, y; } cell;
static inline int64_t sum(const int32_t *UNGIL_COUNTED_BY(n) a, size_t n) {
    int64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += a[i];
    }
    return sum;
}
static inline int64_t table(const int32_t *UNGIL_SHAPE(m, n) a, int64_t m, int64_t n) {
    return 1000 * m + n;
}
static inline int64_t size(const void *UNGIL_SIZED_BY(n) a, int64_t n) { return n; }
static inline size_t cells(const cell *UNGIL_COUNTED_BY(n) a, size_t n) { return n; }
static inline int32_t next(int32_t x) UNGIL_VECTORIZE { return x + 1; }
"""


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS)


REFUSED = r"contradicts itself: its buffer of {} bytes has a shape of another size"


@pytest.mark.parametrize(
    ("shape", "length"),
    [((8,), 4), ((1,), 8), ((8,), 0), ((8,), -32), ((2**62 + 1,), 4), ((-1,), -4), ((-1,), 0)],
)
def test_one_dimension(m: ModuleType, exporter: Any, shape: tuple[int], length: int) -> None:
    for letters in ("i", "@i"):  # the plainest of formats has a way of its own
        given = exporter(bytearray(32), letters, 4, shape, length=length)
        for function in (m.sum, m.next):
            with pytest.raises(ValueError, match=REFUSED.format(length)):
                function(given)
        assert given.exports == 0


@pytest.mark.parametrize(
    ("shape", "length"),
    [((2, 3), 20), ((2, 3), 25), ((2**33, 2**33), 16), ((2, 0), 8), ((0, -5), 0), ((0, 3), 4)],
)
def test_several_dimensions(m: ModuleType, exporter: Any, shape: Any, length: int) -> None:
    with pytest.raises(ValueError, match=REFUSED.format(length)):
        m.table(exporter(bytearray(64), "i", 4, shape, length=length))


def test_structs(m: ModuleType, exporter: Any) -> None:
    letters = "T{<i:x:<i:y:}"
    assert m.cells(exporter(bytearray(16), letters, 8, (2,))) == 2
    with pytest.raises(ValueError, match=REFUSED.format(16)):
        m.cells(exporter(bytearray(16), letters, 8, (3,), length=16))


def test_bytes_are_as_many_as_the_buffer_has(m: ModuleType, exporter: Any) -> None:
    assert m.size(exporter(bytearray(8), "B", 1, (99,), length=8)) == 8
    with pytest.raises(ValueError, match=REFUSED.format(-8)):
        m.size(exporter(bytearray(8), "B", 1, (8,), length=-8))


def test_what_is_consistent_is_taken(m: ModuleType, exporter: Any) -> None:
    assert m.sum(exporter(bytearray(b"\1\0\0\0" * 3), "i", 4, (3,), length=12)) == 3
    assert m.table(exporter(bytearray(24), "i", 4, (2, 3))) == 2003
    assert m.table(exporter(bytearray(0), "i", 4, (2**32, 0))) == 1000 * 2**32
    assert m.table(np.zeros((3, 0), "i4")) == 3000
