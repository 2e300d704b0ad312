"""Objects that are no arrays, or no ordinary ones."""

from __future__ import annotations

import re
import tempfile
from types import ModuleType
from typing import Any

import numpy as np
import pytest


@pytest.mark.parametrize("given", [None, 5, 1.5, [1, 2], (1,), "abc", {1: 2}, object(), np.ndarray])
def test_what_is_no_array(m: ModuleType, given: Any) -> None:
    name = type(given).__name__
    expected = f"sum(): 'a' must be a 1-dimensional array of int32_t, not {name}"
    if isinstance(given, list | tuple):
        expected += "; pass np.array(a, 'i4')"
    with pytest.raises(TypeError, match=f"^{re.escape(expected)}$"):
        m.sum(given)
    with pytest.raises(TypeError, match=f"'a' must be a 2-dimensional array of double, not {name}"):
        m.where_table(given)


class Subclass(np.ndarray):  # type: ignore[type-arg]
    @property
    def dtype(self) -> Any:  # type: ignore[override]
        raise LookupError("never asked")

    @property
    def shape(self) -> Any:  # type: ignore[override]
        return (10**6,)


def test_subclasses_of_ndarray(m: ModuleType) -> None:
    a = np.arange(5, dtype="i4")
    assert m.sum(a.view(Subclass)) == 10
    with pytest.raises(TypeError, match="'a' must be an array of int32_t"):
        m.sum(np.arange(5, dtype="i8").view(Subclass))
    matrix = np.zeros((2, 3)).view(np.matrix)
    assert m.where_table(matrix)[1:] == (2, 3)
    with tempfile.TemporaryFile() as file:
        mapped = np.memmap(file, dtype="i4", shape=(4,))
        mapped[:] = 3
        assert m.sum(mapped) == 12
        del mapped
    assert m.sum(np.rec.array([(1,), (2,)], dtype=[("a", "i4")]).a) == 3


def test_masked_arrays_are_refused(m: ModuleType) -> None:
    """Their mask would be ignored, and the result a wrong number."""
    for mask in ([1, 0, 0], False):
        masked = np.ma.array([1, 2, 3], mask=mask, dtype="i4")
        message = r"^sum\(\): 'a' is a masked array, whose mask C does not see; pass a\.filled\(\)$"
        with pytest.raises(TypeError, match=message):
            m.sum(masked)
        with pytest.raises(TypeError, match="'a' is a masked array"):
            m.where_bytes(masked)
        assert m.sum(masked.filled(0)) == (5 if mask else 6)


def test_dtypes_without_a_buffer(m: ModuleType) -> None:
    for dtype in ("M8[s]", "m8[s]"):
        with pytest.raises(TypeError, match=r"'a' must be an array of int64_t, not of \w+64\[s\]"):
            m.where_int64_t(np.zeros(3, dtype))
    with pytest.raises(
        TypeError, match=r"'a' must be an array of int32_t, not of \[\('a', '<i4'\)\]"
    ):
        m.where_int32_t(np.zeros(3, [("a", "i4")]))


def test_released_memoryview(m: ModuleType) -> None:
    view = memoryview(bytearray(4))
    view.release()
    with pytest.raises(ValueError, match="released memoryview"):
        m.where_bytes(view)


def test_exports_end_with_the_call(m: ModuleType, exporter: Any) -> None:
    good = exporter(bytearray(8), "i", 4, (2,))
    bad = exporter(bytearray(8), "f", 4, (2,))
    assert m.sum(good) == 0
    with pytest.raises(TypeError):
        m.sum(bad)
    with pytest.raises(TypeError):
        m.sum(good, m=1)
    assert (good.exports, bad.exports) == (0, 0)


def test_getting_the_buffer_may_raise(m: ModuleType, exporter: Any) -> None:
    def hook(_: object) -> None:
        raise error("mine")

    for error in (LookupError, TypeError, ValueError, BufferError, KeyboardInterrupt):
        with pytest.raises(error, match="mine"):
            m.sum(exporter(bytearray(8), "i", 4, (2,), hook=hook))
