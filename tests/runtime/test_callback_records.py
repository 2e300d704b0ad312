"""Arrays of structs that C hands to a callback, and reads back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.runtime import modules

DECLARATIONS = """
typedef struct { double x, y; } spot;
typedef struct { int8_t kind; bool lit; spot at[2]; char name[5]; } lamp;
static inline int64_t shown(int64_t (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT c,
                                                        const spot *UNGIL_COUNTED_BY(n) spots,
                                                        size_t n),
                            void *UNGIL_CONTEXT c, size_t n) UNGIL_REQUIRES(n <= 3) {
    const spot spots[3] = {{1, 2}, {3, 4}, {5, 6}};
    return f(c, spots, n);
}
static inline double changed(void (*UNGIL_NOESCAPE f)(lamp *UNGIL_COUNTED_BY(n) lamps, size_t n)) {
    lamp lamps[2] = {{1, true, {{1, 2}, {3, 4}}, "ab"}, {2, false, {{5, 6}, {7, 8}}, "cd"}};
    f(lamps, 2);
    return lamps[0].at[1].y * 10 + lamps[1].lit + lamps[1].kind * 100;
}
static inline double filled(void (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT c,
                                                     spot *UNGIL_OUT UNGIL_SHAPE(m, n) spots,
                                                     int m, int n),
                            void *UNGIL_CONTEXT c) {
    spot spots[6];
    f(c, spots, 2, 3);
    return spots[0].x + 10 * spots[5].y;
}
static inline double one(void (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT c, spot *UNGIL_SINGLE s),
                         void *UNGIL_CONTEXT c) {
    spot s = {1, 2};
    f(c, &s);
    return s.x;
}
static inline int none(int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT c,
                                               const spot *UNGIL_OR_NULL UNGIL_COUNTED_BY(n) spots,
                                               int n),
                       void *UNGIL_CONTEXT c) { return f(c, NULL, 0); }
static inline double total(const spot *UNGIL_COUNTED_BY(n) spots, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += spots[i].x + spots[i].y;
    return sum;
}
"""


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS)


def test_what_c_shows_is_a_copy_to_read(m: ModuleType) -> None:
    seen: list[Any] = []
    assert m.shown(lambda spots: seen.append(spots) or len(spots), 3) == 3
    (spots,) = seen
    assert spots.dtype.names == ("x", "y")
    assert spots["x"].tolist() == [1.0, 3.0, 5.0]
    assert m.total(spots) == 21
    with pytest.raises(ValueError, match="read-only"):
        spots["x"] = 0
    with pytest.raises(ValueError, match="WRITEABLE"):
        spots.flags.writeable = True
    assert m.shown(lambda spots: len(spots), 0) == 0


def test_what_a_callback_changes(m: ModuleType) -> None:
    def change(lamps: Any) -> None:
        assert lamps["name"].tolist() == [b"ab", b"cd"]
        lamps["at"][0, 1]["y"] = 9
        lamps[1] = (7, True, [(0, 0), (0, 0)], b"new")

    assert m.changed(change) == 791
    assert m.changed(lambda lamps: None) == 240


def test_what_a_callback_fills(m: ModuleType) -> None:
    def fill(spots: Any) -> None:
        assert spots.shape == (2, 3)
        assert not spots["x"].any()
        spots["x"] = 5
        spots["y"] = np.arange(6.0).reshape(2, 3)

    assert m.filled(fill) == 55
    assert m.filled(lambda spots: None) == 0


def test_one_struct(m: ModuleType) -> None:
    assert m.one(lambda s: s.__setitem__("x", 3)) == 3


def test_null_is_none(m: ModuleType) -> None:
    assert m.none(lambda spots: spots is None) == 1


def test_another_byte_than_0_and_1(m: ModuleType) -> None:
    def spoil(lamps: Any) -> None:
        lamps["lit"].view("u1")[1] = 2

    with pytest.raises(ValueError, match="element 1 of 'lamps of f' has a byte in its field 'lit'"):
        m.changed(spoil)


def test_an_exception_leaves_what_c_had(m: ModuleType) -> None:
    with pytest.raises(ZeroDivisionError):
        m.changed(lambda lamps: 1 // 0)


def test_what_is_kept_can_neither_be_resized_nor_go(m: ModuleType) -> None:
    kept: list[Any] = []
    m.changed(kept.append)
    with pytest.raises(ValueError, match="resize"):
        kept[0].resize(100, refcheck=False)
    assert kept[0]["kind"].tolist() == [1, 2]


def test_without_numpy(m: ModuleType) -> None:
    code = f"""{modules.loading(m)}
import struct, sys
def see(spots):
    assert isinstance(spots, memoryview) and spots.readonly
    assert (spots.format, spots.itemsize, spots.shape) == ("T{{=d:x:d:y:}}", 16, (3,))
    assert struct.unpack("6d", spots.tobytes()) == (1, 2, 3, 4, 5, 6)
    return int(module.total(spots))
assert module.shown(see, 3) == 21
assert "numpy" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
