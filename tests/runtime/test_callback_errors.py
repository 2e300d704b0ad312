"""Exceptions from callbacks, and callables that do what they should not."""

from __future__ import annotations

import array
import contextlib
import errno
import functools
import gc
import os
import signal
import subprocess
import sys
import weakref
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.runtime import modules

ONE_THREAD = pytest.mark.thread_unsafe(reason="C remembers the last answer of all threads")

HOLDERS = ["held", "above", "alone"]  # and `each`, which releases


# --- exceptions ----------------------------------------------------------------------------


class CallbackError(Exception):
    """Raised by a callback."""


@ONE_THREAD
def test_an_exception_ends_python_for_the_call(callbacks: ModuleType) -> None:
    calls: list[int] = []

    def row(number: int, name: str) -> int:
        calls.append(number)
        if number == 2:
            raise CallbackError(number)
        return 1

    with pytest.raises(CallbackError) as raised:
        callbacks.each(row, 6)
    assert raised.value.args == (2,)
    assert calls == [0, 1, 2]
    assert callbacks.last_answer() == -1  # what C got for each of the rest
    assert raised.traceback[-1].name == "row"
    assert callbacks.each(row, 2) == 2


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, StopIteration, GeneratorExit])
@pytest.mark.parametrize("name", HOLDERS)
def test_every_exception_comes_through(
    callbacks: ModuleType, name: str, error: type[BaseException]
) -> None:
    def f(_: int) -> int:
        raise error

    with pytest.raises(error):
        getattr(callbacks, name)(f, 100)
    assert getattr(callbacks, name)(abs, 1) == 1


ANSWERS: list[tuple[type[Exception], str, Any]] = [
    (TypeError, r"narrow\(\): 'result of f' must be an integer, not str", "1"),
    (TypeError, "'result of f' must be an integer, not NoneType", None),
    (TypeError, "'result of f' must be an integer, not float", 1.0),
    (OverflowError, "'result of f' is 256, which does not fit uint8_t", 256),
    (OverflowError, "'result of f' is -1, which does not fit uint8_t", -1),
]


@ONE_THREAD
@pytest.mark.parametrize(("error", "message", "given"), ANSWERS, ids=range(len(ANSWERS)))
def test_wrong_answers(
    callbacks: ModuleType, error: type[Exception], message: str, given: Any
) -> None:
    with pytest.raises(error, match=message):
        callbacks.narrow(lambda: given)
    assert callbacks.last_answer() == 77
    assert callbacks.narrow(lambda: 255) == 255


def test_wrong_parameters(callbacks: ModuleType) -> None:
    with pytest.raises(TypeError, match="positional argument"):
        callbacks.each(lambda: 1, 1)


def test_an_exception_leaves_outputs_zero(callbacks: ModuleType) -> None:
    def derive(_: float, y: memoryview, dy: memoryview) -> None:
        dy[0] = 100.0
        raise CallbackError

    y = array.array("d", [1, 2, 3])
    with pytest.raises(CallbackError):
        callbacks.step(derive, y)
    assert y.tolist() == [1, 2, 3]


def test_an_exception_comes_before_error_words(callbacks: ModuleType) -> None:
    def f() -> int:
        raise CallbackError

    with pytest.raises(callbacks.Error):
        callbacks.failing(lambda: 0)
    with pytest.raises(CallbackError):
        callbacks.failing(f)
    with pytest.raises(CallbackError):
        callbacks.owned(f)
    assert callbacks.owned(lambda: "whatever") == "owned"


def test_errno_is_cs_own(callbacks: ModuleType) -> None:
    def touch() -> int:
        with contextlib.suppress(OSError):
            os.stat("/no such file")
        return 0

    assert callbacks.with_errno(touch) == errno.ENOENT
    with pytest.raises(FileNotFoundError):
        callbacks.with_errno(lambda: touch() - 1)


@ONE_THREAD
def test_keyboard_interrupt_during_a_callback(callbacks: ModuleType) -> None:
    calls = 0

    def f(number: int, name: str) -> int:
        nonlocal calls
        calls += 1
        if calls == 3:
            signal.raise_signal(signal.SIGINT)
        return 0

    with pytest.raises(KeyboardInterrupt):
        callbacks.each(f, 1000)
    assert calls in (3, 4)


# --- hostile callables ---------------------------------------------------------------------


def test_nested_callbacks(callbacks: ModuleType) -> None:
    def outer(number: int, name: str) -> int:
        return int(callbacks.each(lambda n, _: n + number, 3))

    assert callbacks.each(outer, 4) == sum(3 + 3 * n for n in range(4))

    def failing(number: int, name: str) -> int:
        with pytest.raises(CallbackError):
            callbacks.each(inner, 3)
        return 1

    def inner(number: int, name: str) -> int:
        raise CallbackError

    assert callbacks.each(failing, 3) == 3


def test_endless_recursion(callbacks: ModuleType) -> None:
    def forever(x: int) -> int:
        return int(callbacks.held(forever, x))

    with pytest.raises(RecursionError):
        callbacks.held(forever, 1)
    again = functools.partial(callbacks.held)

    def through(x: int) -> int:
        return int(again(through, x))

    with pytest.raises(RecursionError):
        callbacks.held(through, 1)
    assert callbacks.held(abs, -1) == 1


ENDLESS = """
import functools

f = functools.partial(module.held)
f.__setstate__((module.held, (f,), {}, None))  # f(x) is held(f, x), which calls f(x)
try:
    f(1)
except RecursionError:
    print("RecursionError")
f.__setstate__((abs, (), {}, None))
"""


def test_endless_recursion_without_python_functions(callbacks: ModuleType) -> None:
    """C's stack must not overflow either, where no Python function is on the way."""
    code = modules.loading(callbacks) + ENDLESS
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "RecursionError\n"


@ONE_THREAD
def test_handles_that_a_failing_call_has_made(callbacks: ModuleType) -> None:
    def fail() -> int:
        raise CallbackError

    before = callbacks.boxes()
    with pytest.raises(CallbackError):
        callbacks.box(fail)
    gc.collect()
    assert callbacks.boxes() == before
    with callbacks.box(lambda: 4) as box:
        assert callbacks.boxes() == before + 1
        with pytest.raises(CallbackError):
            box.visit(fail)
        assert box.visit(lambda: 3) == 7
    assert callbacks.boxes() == before


def test_a_handle_that_a_callback_closes(callbacks: ModuleType) -> None:
    box = callbacks.box(lambda: 4)
    with pytest.raises(RuntimeError):
        box.visit(lambda: box.close())
    with pytest.raises(RuntimeError):
        box.visit(lambda: box.visit(lambda: 1))
    assert box.visit(lambda: 3) == 7
    box.close()
    with pytest.raises(ValueError, match="closed"):
        box.visit(lambda: 3)


def test_serialized_re_entry(callbacks: ModuleType) -> None:
    def again(x: int) -> int:
        return int(callbacks.alone(abs, x))

    with pytest.raises(RuntimeError, match="from within a serialized function"):
        callbacks.alone(again, 1)
    assert callbacks.alone(lambda x: callbacks.held(abs, x), -2) == 2
    assert callbacks.alone(abs, -3) == 3


def test_arguments_that_a_callback_changes(callbacks: ModuleType) -> None:
    given, out = array.array("d", [1, 2, 3]), array.array("d", [0, 0, 0])

    def grow(i: int) -> None:
        for memory in (given, out):
            with pytest.raises(BufferError):
                memory.append(1.0)
            with pytest.raises(BufferError):
                memory.pop()

    assert callbacks.fill(grow, given, out) is out
    assert out.tolist() == [2, 3, 4]
    given.append(4.0)
    numpy = np.array([1.0, 2.0, 3.0])

    def resize(i: int) -> None:
        with pytest.raises(ValueError, match="resize"):
            numpy.resize(100_000)
        numpy.shape = (1, 3)
        numpy.shape = (3,)

    assert callbacks.fill(resize, numpy).tolist() == [2, 3, 4]


def test_arguments_that_a_callback_releases(callbacks: ModuleType) -> None:
    """A call keeps its arguments alive, also those that only its arguments refer to."""

    class Held:
        def __call__(self, i: int) -> None:
            holder.clear()
            gc.collect()

    holder: list[Any] = [Held(), np.ones(3)]
    gone = weakref.ref(holder[0])

    def arguments() -> Iterator[Any]:
        while holder:
            yield holder.pop(0)

    assert callbacks.fill(*arguments()).sum() == 6
    gc.collect()
    assert gone() is None


def test_a_generator_based_callback_and_a_changed_callable(callbacks: ModuleType) -> None:
    class Chameleon:
        def __call__(self, x: int) -> int:
            type(self).__call__ = lambda self, x: 2 * x  # type: ignore[method-assign]
            return x

    chameleon = Chameleon()
    assert callbacks.each(lambda n, _: callbacks.held(chameleon, 5), 3) == 5 + 10 + 10
