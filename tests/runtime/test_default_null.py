"""UNGIL_DEFAULT(NULL): leaving a pointer out passes NULL, whatever lies behind it."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

FUNCTIONS = """
static inline bool changed(int *UNGIL_SINGLE UNGIL_DEFAULT(NULL) x) { return x == NULL; }
static inline bool looked_at(const int *UNGIL_SINGLE UNGIL_DEFAULT(NULL) x) { return x == NULL; }
static inline bool updated(int *UNGIL_INOUT UNGIL_DEFAULT(NULL) x) { return x == NULL; }
static inline bool text(const char *UNGIL_NUL_TERMINATED UNGIL_DEFAULT(NULL) x) {
    return x == NULL;
}
static inline bool counted(const double *UNGIL_COUNTED_BY(n) UNGIL_DEFAULT(NULL) x, int n) {
    return x == NULL && n == 0;
}
"""


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(FUNCTIONS)


@pytest.mark.parametrize("name", ["changed", "looked_at", "text", "counted"])
def test_left_out_is_null(m: ModuleType, name: str) -> None:
    assert getattr(m, name)() is True


def test_one_value_left_out_comes_back_as_none(m: ModuleType) -> None:
    assert m.updated() == (True, None)
    assert m.updated(3) == (False, 3)
    assert m.looked_at(3) is False
