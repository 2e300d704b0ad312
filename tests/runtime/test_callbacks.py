"""Callbacks: what C passes to a Python callable, and what it gets back."""

from __future__ import annotations

import array
import functools
import inspect
from types import ModuleType
from typing import Any

import numpy as np
import pytest

HOLDERS = ["held", "above", "alone"]  # and `each`, which releases


# --- what goes over, and what comes back ---------------------------------------------------


def test_arguments_and_results(callbacks: ModuleType) -> None:
    calls: list[tuple[int, str]] = []

    def row(number: int, name: str) -> int:
        calls.append((number, name))
        return number * 10

    assert callbacks.each(row, 3) == 30
    assert calls == [(0, "row 0"), (1, "row 1"), (2, "row 2")]
    assert callbacks.each(row=row, count=0) == 0


@pytest.mark.parametrize("name", HOLDERS)
@pytest.mark.parametrize("x", [0, 10, 11])
def test_every_policy(callbacks: ModuleType, name: str, x: int) -> None:
    assert getattr(callbacks, name)(lambda n: n + 1, x) == x + 1


def test_kinds_of_values(callbacks: ModuleType) -> None:
    assert callbacks.truth(lambda b: not b, False) is True
    assert (
        callbacks.wide(lambda a, b, c: a + (b == -(2**63)) + (c == 0.5), 2**64 - 3, -(2**63))
        == 2**64 - 1
    )
    assert (
        callbacks.other(lambda c: callbacks.GREEN if c == callbacks.RED else callbacks.RED, 0) == 5
    )
    assert callbacks.integral(lambda x: x * x, 0, 1, 100) == pytest.approx(1 / 3, abs=1e-4)
    assert callbacks.integral(abs, -1, 0, 10) == pytest.approx(0.5)
    assert callbacks.two(lambda x: x + 1, lambda x: x * 2, 3) == 4006


def test_structs_and_complex_numbers(callbacks: ModuleType) -> None:
    Point = callbacks.point  # noqa: N806

    def move(p: Any, by: Any) -> Any:
        assert type(p) is type(by) is Point
        return Point(p.x + by.x, p.y + by.y), (p.x / 2, p.y / 2)

    assert callbacks.moved(move, Point(1, 2)) == (Point(11, 22), Point(0.5, 1.0))
    with pytest.raises(TypeError):
        callbacks.moved(lambda p, by: (p, 3), Point(1, 2))
    assert callbacks.turned(lambda z, c: z * 1j * (c == b"c"), 1 + 2j) == -2 + 1j
    with pytest.raises(TypeError, match="'result of f' must be"):
        callbacks.turned(lambda z, c: "1j", 1j)


def test_any_callable(callbacks: ModuleType) -> None:
    class Counter:
        def __init__(self) -> None:
            self.count = 0

        def __call__(self, number: int, name: str) -> int:
            self.count += 1
            return self.count

        def method(self, number: int, name: str) -> int:
            return self.count

    counter = Counter()
    assert callbacks.each(counter, 4) == 10
    assert callbacks.each(counter.method, 1) == 4
    assert callbacks.each(functools.partial(lambda a, number, name: a, 7), 2) == 14
    assert callbacks.held(int, 7) == 7
    assert callbacks.held(abs, -7) == 7


def test_none_and_left_out(callbacks: ModuleType) -> None:
    assert callbacks.maybe() == -1
    assert callbacks.maybe(None) == -1
    assert callbacks.maybe(lambda: 4) == 4
    with pytest.raises(TypeError, match=r"held\(\): 'f' must be callable, not NoneType"):
        callbacks.held(None, 1)
    with pytest.raises(TypeError, match=r"each\(\): 'row' must be callable, not int"):
        callbacks.each(3, 1)
    with pytest.raises(TypeError, match="must be callable, not str"):
        callbacks.maybe("f")


def test_arrays_of_callbacks_are_copies(callbacks: ModuleType) -> None:
    kept: list[Any] = []

    def derive(t: float, y: memoryview, dy: memoryview) -> None:
        assert t == 0.5
        assert dy.tolist() == [0.0] * 3
        kept.extend((y, dy))
        for i, value in enumerate(y):
            dy[i] = 10 * value

    y = array.array("d", [1, 2, 3])
    callbacks.step(derive, y)
    assert y.tolist() == [11, 22, 33]
    assert kept[0].readonly
    assert kept[0].tolist() == [1, 2, 3]
    kept[1][0] = 7.0
    assert y.tolist() == [11, 22, 33]
    with pytest.raises(TypeError, match="read-only"):
        kept[0][0] = 1.0


def test_arrays_are_numpys_when_an_argument_was(callbacks: ModuleType) -> None:
    kept: list[np.ndarray[Any, Any]] = []

    def derive(_: float, y: Any, dy: Any) -> None:
        assert type(y) is type(dy) is np.ndarray
        assert not y.flags.writeable
        dy[:] = y * 2
        with pytest.raises(ValueError, match="own its data"):
            dy.resize((100,), refcheck=False)
        dy.shape = (3, 1)
        kept.append(dy)

    y = np.array([1.0, 2.0, 3.0])
    callbacks.step(derive, y)
    assert y.tolist() == [3, 6, 9]
    assert kept[0].ravel().tolist() == [2, 4, 6]


def test_shaped_arrays_are_changed_in_place(callbacks: ModuleType) -> None:
    grid = np.zeros((2, 3), dtype="f4")

    def change(a: Any) -> None:
        assert a.shape == (2, 3)
        a[1, 2] = 5

    callbacks.grid(change, grid)
    assert grid[1, 2] == 5
    memory = memoryview(bytearray(24)).cast("B").cast("f", (2, 3))

    def change_memory(a: memoryview) -> None:
        a[0, 1] = 4

    callbacks.grid(change_memory, memory)
    assert memory[0, 1] == 4
    callbacks.grid(lambda a: None, np.zeros((0, 5), dtype="f4"))


def test_bytes(callbacks: ModuleType) -> None:
    source, out = memoryview(b"hello, callbacks!"), bytearray()
    position = 0

    def read(target: memoryview) -> int:
        nonlocal position
        assert target.format == "B"
        assert bytes(target) == bytes(8)
        part = source[position : position + len(target)]
        target[: len(part)] = part
        position += len(part)
        return len(part)

    def write(data: bytes) -> int:
        assert type(data) is bytes
        out.extend(data)
        return 0

    assert callbacks.pump(read, write) == 17
    assert out == b"hello, callbacks!"
    with pytest.raises(
        ValueError, match=r"written \d+ \(return\) of 'target of read', which has room for 8"
    ):
        callbacks.pump(lambda target: 9, write)


def test_several_answers(callbacks: ModuleType) -> None:
    assert callbacks.several(lambda count: (7, count / 2, count + 1), 4) == (7, 2.0, 5)
    for bad in (7, (7, 1.0), [7, 1.0, 2], (7, 1.0, 2, 3), None):
        with pytest.raises(TypeError, match=r"'result of f' must be a tuple( of 3)?, not "):
            callbacks.several(lambda count, bad=bad: bad, 4)
    with pytest.raises(ValueError, match=r"'half of f' is 11.0, outside 0\.\.\.10"):
        callbacks.several(lambda count: (7, 11, 1), 4)
    with pytest.raises(TypeError, match="'count of f' must be an integer, not str"):
        callbacks.several(lambda count: (7, 1, "1"), 4)


def test_pointers(callbacks: ModuleType) -> None:
    def f(one: int | None, place: memoryview, many: memoryview | None, text: str | None) -> int:
        place[0] += 1
        return 0 if one is None else one + sum(many or []) + len(text or "")

    assert callbacks.points(f, False) == (11, 6)
    assert callbacks.points(f, True) == (0, 6)
    given: list[Any] = []
    callbacks.points(lambda *args: given.extend(args) or 0, True)
    assert given[0] is given[2] is given[3] is None


@pytest.mark.parametrize(
    ("how", "error", "message"),
    [
        (0, RuntimeError, "C passed NULL for 'a of f'"),
        (1, ValueError, "the size n is -1"),
        (2, MemoryError, ""),
        (3, RuntimeError, "C passed NULL for 'text of f'"),
        (4, UnicodeDecodeError, "utf-8"),
    ],
)
def test_what_c_must_not_pass(
    callbacks: ModuleType, how: int, error: type[Exception], message: str
) -> None:
    called: list[Any] = []
    with pytest.raises(error, match=message or None):
        callbacks.broken(lambda *args: called.append(args), how)
    assert not called
    callbacks.broken(lambda a, text: called.append(a.tolist()), 5)
    assert called == [[]]


# --- what Python shows ---------------------------------------------------------------------


def test_signature(callbacks: ModuleType) -> None:
    assert str(inspect.signature(callbacks.each)) == "(row, count)"
    assert "row : callable(number, name) -> int" in callbacks.each.__doc__
    assert "f : callable(count) -> int, half, count" in callbacks.several.__doc__
