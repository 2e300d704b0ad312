"""Handles that gc.get_objects() shows while C still makes what they stand for: for nobody yet."""

from __future__ import annotations

import gc
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

pytestmark = pytest.mark.thread_unsafe(reason="looks at all objects")

DECLARATIONS = """
#include <stdlib.h>
typedef struct jar jar;
void jar_free(jar *UNGIL_CONSUMED j);
jar *UNGIL_OWNED(jar_free)
    jar_new(int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT c), void *UNGIL_CONTEXT c);
int jar_fill(int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT c), void *UNGIL_CONTEXT c,
             jar *UNGIL_OWNED(jar_free) *UNGIL_OUT j) UNGIL_STATUS();
int jar_size(const jar *j);
int jars(void);

typedef struct { int size; } cup;
void cup_init(cup *UNGIL_OUT u, int (*UNGIL_NOESCAPE f)(void *UNGIL_CONTEXT c),
              void *UNGIL_CONTEXT c);
int cup_size(const cup *u);
"""

CODE = """
struct jar { int size; };
static int count;
static jar *made(int size) {
    jar *j = malloc(sizeof(jar));
    j->size = size;
    count++;
    return j;
}
void jar_free(jar *j) { count--; free(j); }
jar *jar_new(int (*f)(void *), void *c) { return made(f(c)); }
int jar_fill(int (*f)(void *), void *c, jar **j) { int size = f(c); *j = made(size); return size; }
int jar_size(const jar *j) { return j->size; }
int jars(void) { return count; }
void cup_init(cup *u, int (*f)(void *), void *c) { u->size = f(c); }
int cup_size(const cup *u) { return u->size; }
"""

NOT_YET = "is not made yet: the call that makes it has not returned"


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS, CODE)


def seen(type: Any) -> list[Any]:
    return [one for one in gc.get_objects() if one.__class__ is type]


def refused(handle: Any) -> None:
    for call in (handle.size, handle.close, lambda: handle.__exit__(None, None, None)):
        with pytest.raises(RuntimeError, match=NOT_YET):
            call()
    with pytest.raises(ValueError, match="is closed"), handle:
        pass


@pytest.mark.parametrize("name", ["jar", "cup"])
def test_what_is_being_made_is_refused(m: ModuleType, name: str) -> None:
    found: list[Any] = []

    def look() -> int:
        found.extend(seen(getattr(m, name)))
        for handle in found:
            refused(handle)
        return 5

    handle = getattr(m, name)(look)
    assert [one is handle for one in found] == [True]
    assert handle.size() == 5
    handle.close()
    assert m.jars() == 0


@pytest.mark.parametrize("fails", ["by status", "by the callback"])
def test_what_was_not_made_is_closed(m: ModuleType, fails: str) -> None:
    found: list[Any] = []

    def look() -> int:
        found.extend(seen(m.jar))
        return 3 if fails == "by status" else [][0]

    with pytest.raises(m.Error if fails == "by status" else IndexError):
        m.jar_fill(look)
    (handle,) = found
    with pytest.raises(ValueError, match="'j' is closed"):
        handle.size()
    handle.close()
    assert m.jars() == 0
