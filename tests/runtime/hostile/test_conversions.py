"""Numbers and buffers whose conversion changes or frees other arguments."""

from __future__ import annotations

import array
import gc
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.runtime.hostile.arguments import Hook, N, ones, resize


def test_numbers_that_resize_arrays(m: ModuleType) -> None:
    """Arrays are taken last: nothing of Python runs any more when C's pointers are read."""
    for function in (m.after, m.before):
        for make in (ones, lambda: array.array("i", [1] * N)):
            for length in (0, 10, 100 * N):
                a: Any = make()
                arguments = {"a": a, "factor": Hook(lambda a=a, n=length: change_length(a, n))}
                total = function(**arguments)
                assert total == 2 * sum(a)
                assert len(a) == length


def change_length(a: Any, length: int) -> None:
    if isinstance(a, np.ndarray):
        resize(a, length)
    else:
        a[length:] = array.array("i")
        a.extend([0] * (length - len(a)))


def test_numbers_that_replace_what_an_array_is(m: ModuleType) -> None:
    a = ones()
    a_readonly = Hook(lambda: a.setflags(write=False))
    with pytest.raises(TypeError):
        m.change(a, a_readonly)
    shaped = ones()

    def reshape() -> None:
        shaped.shape = (N // 2, 2)

    with pytest.raises(TypeError, match="must have 1 dimension, not 2"), quiet():
        m.after(Hook(reshape), shaped)


def quiet() -> Any:
    """NumPy deprecates setting the shape in place."""
    import warnings

    return warnings.catch_warnings(action="ignore")  # type: ignore[call-overload]


def test_numbers_that_raise_leave_nothing_behind(m: ModuleType) -> None:
    def fail() -> None:
        raise LookupError("mine")

    a = array.array("i", [1])
    with pytest.raises(LookupError, match="mine"):
        m.before(a, Hook(fail))
    a.append(1)


def test_numbers_that_free_their_own_arguments(m: ModuleType) -> None:
    arguments = [Hook(lambda: arguments.clear()), ones()]
    assert m.after(*arguments) == 2 * N
    keywords: dict[str, Any] = {"factor": Hook(lambda: keywords.clear()), "a": ones()}
    assert m.after(**keywords) == 2 * N


@pytest.mark.parametrize("name", ["two", "two_in_turn"])
@pytest.mark.parametrize("length", [0, 10, 100 * N])
def test_buffers_that_resize_numpys_arrays(
    m: ModuleType, exporter: Any, name: str, length: int
) -> None:
    """NumPy does not pin what is read from its struct, so it is looked at again before the call."""
    function = getattr(m, name)
    for first in (True, False):
        a = ones()
        hostile = exporter(bytearray(4 * N), "i", 4, (N,), hook=lambda _, a=a: resize(a, length))
        if first:
            with pytest.raises(RuntimeError, match=f"{name}.*'a' was changed while"):
                function(a, hostile)
        else:
            assert function(hostile, a) == (length if length < N else N)
        assert hostile.exports == 0
        assert m.sum(ones()) == N  # and whatever was serialized is free again


def test_buffers_that_shrink_in_place(m: ModuleType, exporter: Any) -> None:
    """The same address, but less memory."""
    a = ones()
    hostile = exporter(bytearray(4), "i", 4, (1,), hook=lambda _: resize(a, N - 1))
    with pytest.raises(RuntimeError, match="'a' was changed"):
        m.two(a, hostile)


def test_buffers_that_resize_arrays_taken_as_bytes(m: ModuleType, exporter: Any) -> None:
    a = ones().view("u1").copy()
    target = exporter(bytearray(4), "i", 4, (1,))
    m.change(target, a)

    class Array(np.ndarray):  # type: ignore[type-arg]
        pass

    b = np.ones(N, "i4").view(Array).copy()
    hostile = exporter(bytearray(4), "i", 4, (1,), hook=lambda _: resize(b, 1))
    with pytest.raises(RuntimeError, match="'a' was changed"):
        m.two(b, hostile)


def test_buffers_that_resize_pinned_memory(m: ModuleType, exporter: Any) -> None:
    a = array.array("i", [1] * N)
    seen: list[type[BaseException]] = []

    def grow(_: object) -> None:
        try:
            a.extend([1] * N)
        except BufferError as error:
            seen.append(type(error))

    assert m.two(a, exporter(bytearray(4), "i", 4, (1,), hook=grow)) == N * 1000
    assert seen == [BufferError]
    a.append(1)


def test_an_output_is_made_before_the_last_look(m: ModuleType) -> None:
    """Making one may collect garbage, and so run any finalizer."""

    class Cycle:
        def __init__(self) -> None:
            self.cycle = self

        def __del__(self) -> None:
            resize(a, 1)

    a = ones()
    thresholds = gc.get_threshold()
    gc.collect()
    Cycle()
    gc.set_threshold(1)
    try:
        assert m.copy(a)[0] in (N, 1)
    except RuntimeError:
        assert len(a) == 1
    finally:
        gc.set_threshold(*thresholds)
