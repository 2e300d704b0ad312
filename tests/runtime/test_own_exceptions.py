"""What an argument's own conversion raises comes through as the very object, of any type."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

DECLARATIONS = """
static inline int8_t i1(int8_t x) { return x; }
static inline uint32_t u4(uint32_t x) { return x; }
static inline int64_t i8(int64_t x) { return x; }
static inline uint64_t u8(uint64_t x) { return x; }
static inline float f4(float x) { return x; }
static inline double f8(double x) { return x; }
static inline double _Complex c16(double _Complex x) { return x; }
static inline size_t counted(const int *UNGIL_OR_NULL UNGIL_COUNTED_BY(x) a, size_t x) { return x; }
static inline int32_t each(int32_t x) UNGIL_VECTORIZE { return x; }
"""

NAMES = ["i1", "u4", "i8", "u8", "f4", "f8", "c16", "each"]


@pytest.fixture(scope="module")
def m(bind: Callable[..., ModuleType]) -> ModuleType:
    return bind(DECLARATIONS)


class Raises:
    def __init__(self, exception: BaseException) -> None:
        self.exception = exception

    def __index__(self) -> int:
        raise self.exception

    __float__ = __complex__ = __index__  # type: ignore[assignment]


@pytest.mark.parametrize("name", [*NAMES, "counted"])
@pytest.mark.parametrize(
    "type",
    [TypeError, ValueError, OverflowError, BufferError, MemoryError, KeyboardInterrupt, SystemExit],
)
def test_own_exceptions(m: ModuleType, name: str, type: Any) -> None:
    exception = type("mine")
    arguments: Any = {"a": None, "x": Raises(exception)} if name == "counted" else {}
    with pytest.raises(type) as caught:
        getattr(m, name)(**arguments) if arguments else getattr(m, name)(Raises(exception))
    assert caught.value is exception


def test_numbers_that_do_not_fit_are_no_exceptions_of_their_own(m: ModuleType) -> None:
    class Index:
        def __index__(self) -> int:
            return 2**70

    for name in NAMES[:4]:
        with pytest.raises(OverflowError, match="'x' is 1180591620717411303424, which does not"):
            getattr(m, name)(Index())
