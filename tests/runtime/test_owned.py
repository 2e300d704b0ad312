"""Memory that C allocated: copied out and freed, exactly once."""

from __future__ import annotations

import gc
from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

pytestmark = pytest.mark.thread_unsafe(reason="C counts what all threads make and free")

DECLARATIONS = r"""
#include <stdlib.h>
#include <string.h>

static int allocated, freed;
static inline void *make(size_t size) UNGIL_SKIP {
    allocated++;
    return malloc(size + 1);
}
static inline void drop(void *memory) UNGIL_SKIP {
    freed++;
    free(memory);
}
static inline int living(void) { return allocated - freed; }
static inline int made(void) { return allocated; }

static inline char *UNGIL_NUL_TERMINATED UNGIL_OWNED(drop) text(int kind) {
    static const char *const texts[] = {"good", "", "\xff\xfe", "gr\xc3\xbc\xc3\x9f"};
    return kind < 0 ? NULL : strcpy(make(strlen(texts[kind])), texts[kind]);
}
static inline char *UNGIL_NUL_TERMINATED UNGIL_OWNED(drop) UNGIL_OR_NULL maybe_text(bool yes) {
    return yes ? strcpy(make(3), "yes") : NULL;
}
static inline char *UNGIL_NUL_TERMINATED UNGIL_OWNED(drop) checked(int code)
    UNGIL_SUCCESS(return != NULL && return[0] == 'g') {
    return code < 0 ? NULL : strcpy(make(4), code == 0 ? "good" : "bad");
}
static inline char *UNGIL_NUL_TERMINATED UNGIL_OWNED(drop) two(int *UNGIL_OUT length) {
    *length = 3;
    return strcpy(make(3), "abc");
}
static inline unsigned char *UNGIL_SIZED_BY(*n) UNGIL_OWNED(drop) bytes(int size,
                                                                       int *UNGIL_OUT n) {
    *n = size;
    return memset(make(16), 7, 16);
}
static inline int32_t *UNGIL_COUNTED_BY(n) UNGIL_OWNED(drop) array(
    const int32_t *UNGIL_OR_NULL UNGIL_COUNTED_BY(k) like, size_t k, int n) {
    return memset(make(1024), 0, 1024);
}
static inline double *UNGIL_SHAPE(2, n) UNGIL_OWNED(drop) table(int n) {
    return memset(make(1024), 0, 1024);
}
static inline int *UNGIL_COUNTED_BY(1) UNGIL_OWNED(drop) one(int value) {
    int *made = make(sizeof(int));
    *made = value;
    return made;
}
static inline char *UNGIL_NUL_TERMINATED UNGIL_OWNED(drop) cut(
    int n, uint8_t *UNGIL_OUT UNGIL_SIZED_BY(4) UNGIL_WRITTEN(n) out) {
    return strcpy(make(3), "abc");
}
static inline char *UNGIL_NUL_TERMINATED UNGIL_OWNED(drop) in_turn(void) UNGIL_SERIALIZED {
    return strcpy(make(3), "abc");
}
"""


@pytest.fixture(scope="module")
def module(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS)


@pytest.fixture
def m(module: ModuleType) -> ModuleType:
    """The module, while nothing of what it has allocated lives."""
    assert module.living() == 0
    return module


def freed(m: ModuleType, count: int = 1) -> bool:
    """Whether so many allocations were made since the last question, and all are freed."""
    before = getattr(freed, "made", 0)
    freed.made = m.made()  # type: ignore[attr-defined]
    return bool(m.living() == 0 and (freed.made - before == count))  # type: ignore[attr-defined]


def test_text(m: ModuleType) -> None:
    freed(m)
    assert m.text(0) == "good"
    assert freed(m)
    assert m.text(1) == ""
    assert m.text(3) == "grüß"
    assert freed(m, 2)
    assert m.two() == ("abc", 3)
    assert m.in_turn() == "abc"
    assert freed(m, 2)


def test_freed_where_the_conversion_fails(m: ModuleType) -> None:
    freed(m)
    with pytest.raises(UnicodeDecodeError):
        m.text(2)
    assert freed(m)
    for size in (-1, -(2**31)):
        with pytest.raises((ValueError, RuntimeError), match="bytes"):
            m.bytes(size)
        assert freed(m)
    with pytest.raises((ValueError, RuntimeError), match="array"):
        m.array(None, -1)
    assert freed(m)
    with pytest.raises((ValueError, RuntimeError), match="table"):
        m.table(-1)
    assert freed(m)


def test_freed_where_the_call_fails(m: ModuleType) -> None:
    freed(m)
    assert m.checked(0) == "good"
    assert freed(m)
    with pytest.raises(m.Error):
        m.checked(1)
    assert freed(m)
    with pytest.raises(m.Error):
        m.checked(-1)
    assert freed(m, 0)
    with pytest.raises(RuntimeError, match="has written 5"):
        m.cut(5)
    assert freed(m)
    assert m.cut(2) == ("abc", bytes(2))
    assert freed(m)


def test_null(m: ModuleType) -> None:
    freed(m)
    with pytest.raises(MemoryError, match=r"^text\(\): C returned NULL$"):
        m.text(-1)
    assert m.maybe_text(False) is None
    assert freed(m, 0)
    assert m.maybe_text(True) == "yes"
    assert freed(m)


def test_memory(m: ModuleType) -> None:
    freed(m)
    assert m.bytes(3) == (b"\7\7\7", 3)
    assert m.bytes(0) == (b"", 0)
    assert freed(m, 2)
    assert m.array(None, 3).tolist() == [0, 0, 0]
    made = m.array(np.zeros(1, "i4"), 3)
    assert (made.__class__, made.tolist()) == (np.ndarray, [0, 0, 0])
    assert freed(m, 2)
    assert m.table(2).tolist() == [[0, 0], [0, 0]]
    assert m.one(42).tolist() == [42]
    assert freed(m, 2)
    gc.collect()
    assert made.tolist() == [0, 0, 0]


def test_nothing_is_made_by_a_wrong_call(m: ModuleType) -> None:
    freed(m)
    for call in (lambda: m.text("x"), lambda: m.array(3, 3), lambda: m.bytes()):
        with pytest.raises(TypeError):
            call()
    assert freed(m, 0)
