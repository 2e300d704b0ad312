"""Bytes that C reads as bool: whatever is neither 0 nor 1 is refused before."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

HEADER = """
typedef struct { bool lit; double x; } lamp;
typedef struct { lamp lamps[2]; bool flags[3]; int32_t id; } room;
typedef struct { int32_t id; } plain;
size_t count(const bool *UNGIL_COUNTED_BY(n) flags, size_t n);
size_t count_table(const bool *UNGIL_SHAPE(m, n) flags, size_t m, size_t n);
void invert(_Bool *UNGIL_COUNTED_BY(n) flags, size_t n);
void fill(bool *UNGIL_OUT UNGIL_COUNTED_BY(n) flags, size_t n);
size_t count_bytes(const bool *UNGIL_SIZED_BY(n) flags, size_t n);
size_t maybe(const bool *UNGIL_COUNTED_BY(n) UNGIL_OR_NULL flags, size_t n);
void toggle(bool *UNGIL_SINGLE flag);
size_t lit(const lamp *UNGIL_COUNTED_BY(n) lamps, size_t n);
size_t ready(const room *UNGIL_COUNTED_BY(n) rooms, size_t n);
void number(plain *UNGIL_COUNTED_BY(n) items, size_t n);
size_t asked(void (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT ctx,
                                      bool *UNGIL_COUNTED_BY(n) flags,
                                      size_t n),
             void *UNGIL_CONTEXT ctx,
             size_t n) UNGIL_REQUIRES(n <= 100);
"""

CODE = """
size_t count(const bool *flags, size_t n) {
    size_t sum = 0;
    for (size_t i = 0; i < n; i++) sum += flags[i];
    return sum;
}
size_t count_table(const bool *flags, size_t m, size_t n) { return count(flags, m * n); }
void invert(_Bool *flags, size_t n) { for (size_t i = 0; i < n; i++) flags[i] = !flags[i]; }
void fill(bool *flags, size_t n) { for (size_t i = 0; i < n; i++) flags[i] = i % 2; }
size_t count_bytes(const bool *flags, size_t n) { return count(flags, n); }
size_t maybe(const bool *flags, size_t n) { return count(flags, n); }
void toggle(bool *flag) { *flag = !*flag; }
size_t lit(const lamp *lamps, size_t n) {
    size_t sum = 0;
    for (size_t i = 0; i < n; i++) sum += lamps[i].lit;
    return sum;
}
size_t ready(const room *rooms, size_t n) {
    size_t sum = 0;
    for (size_t i = 0; i < n; i++) sum += lit(rooms[i].lamps, 2) + count(rooms[i].flags, 3);
    return sum;
}
void number(plain *items, size_t n) { for (size_t i = 0; i < n; i++) items[i].id = (int32_t)i; }
size_t asked(void (*f)(void *, bool *, size_t), void *ctx, size_t n) {
    bool flags[100] = {0};
    f(ctx, flags, n);
    return count(flags, n);
}
"""


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(HEADER, CODE)


def of_bytes(*values: int) -> np.ndarray[Any, Any]:
    return np.array(values, dtype="u1").view("?")


@pytest.mark.parametrize("length", [*range(1, 70), 1000])
def test_another_byte_is_found_wherever_it_is(m: ModuleType, length: int) -> None:
    for place in {0, length // 2, length - 1}:
        for value in (2, 128, 255):
            flags = np.ones(length, "?")
            assert m.count(flags) == length
            flags.view("u1")[place] = value
            with pytest.raises(ValueError, match=rf"^count\(\): element {place} of 'flags' is "):
                m.count(flags)


def test_another_byte_is_found_at_every_place(m: ModuleType) -> None:
    flags = np.ones(200, "?")
    for place in range(200):
        flags.view("u1")[place] = 2
        with pytest.raises(ValueError, match=f"element {place} of 'flags' is 2"):
            m.count(flags)
        flags[place] = True


def test_message(m: ModuleType) -> None:
    flags = of_bytes(0, 1, 2)
    text = (
        "count(): element 2 of 'flags' is 2, but a bool in C is 0 or 1; pass flags.view('u1') != 0"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        m.count(flags)
    assert m.count(flags.view("u1") != 0) == 2
    memory = memoryview(bytearray(b"\0\3")).cast("B").cast("?")
    with pytest.raises(ValueError, match=r"element 1 of 'flags' is 3, but a bool in C is 0 or 1$"):
        m.count(memory)


def test_every_kind_of_parameter(m: ModuleType) -> None:
    wrong = of_bytes(1, 7)
    table = np.zeros((2, 3), "?")
    table.view("u1")[1, 1] = 9
    for name, given in (
        *(("invert", wrong), ("count_bytes", b"\1\7"), ("count_bytes", wrong), ("maybe", wrong)),
        *(("toggle", wrong[1:]), ("count_table", table)),
    ):
        with pytest.raises(ValueError, match="but a bool in C is 0 or 1"):
            getattr(m, name)(given)
    assert wrong.view("u1").tolist() == [1, 7]
    assert m.maybe(None) == 0
    assert m.count(np.zeros(0, "?")) == 0
    assert m.count_bytes(b"\1\0\1") == 2
    assert m.count((ctypes.c_bool * 3)(True, False, True)) == 2


def test_what_c_only_writes_may_hold_anything(m: ModuleType) -> None:
    flags = of_bytes(7, 7, 7)
    assert m.fill(3, flags=flags) is flags
    assert flags.view("u1").tolist() == [0, 1, 0]
    assert m.fill(3).tolist() == [False, True, False]


def test_fields_of_structs(m: ModuleType) -> None:
    lamp = np.dtype([("lit", "?"), ("x", "f8")], align=True)
    lamps = np.zeros(3, lamp)
    lamps["x"] = np.nan  # whose bytes are none of a bool
    lamps["lit"][1] = True
    assert m.lit(lamps) == 1
    lamps["lit"].view("u1")[2] = 2
    text = (
        "lit(): element 2 of 'lamps' has a byte in its field 'lit' that is neither 0 nor 1, "
        "as a bool in C is"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        m.lit(lamps)


def test_fields_of_structs_in_structs(m: ModuleType) -> None:
    lamp = np.dtype([("lit", "?"), ("x", "f8")], align=True)
    room = np.dtype([("lamps", lamp, 2), ("flags", "?", 3), ("id", "i4")], align=True)
    rooms = np.zeros(4, room)
    rooms["id"] = 0x7F7F7F7F
    rooms["flags"] = True
    assert m.ready(rooms) == 12
    rooms["flags"].view("u1")[3, 2] = 2
    with pytest.raises(ValueError, match="element 3 of 'rooms' has a byte in its field 'flags'"):
        m.ready(rooms)
    rooms["flags"] = True
    rooms["lamps"]["lit"].view("u1")[1, 1] = 255
    with pytest.raises(ValueError, match="element 1 of 'rooms' has a byte in its field 'lit'"):
        m.ready(rooms)


def test_structs_without_bool_may_hold_any_byte(m: ModuleType) -> None:
    items = np.full(3, 0x7F7F7F7F, "i4").view([("id", "i4")])
    m.number(items)
    assert items["id"].tolist() == [0, 1, 2]


def test_what_a_callback_leaves(m: ModuleType) -> None:
    def leave(value: int) -> Callable[[memoryview, int], None]:
        def f(flags: memoryview, n: int = 0) -> None:
            flags.cast("B")[1] = value

        return f

    assert m.asked(leave(1), 5) == 1
    with pytest.raises(ValueError, match=r"element 1 of 'flags of f' is 2, but a bool in C is 0"):
        m.asked(leave(2), 5)
