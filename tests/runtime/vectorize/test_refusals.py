"""Arguments that are refused, and those that change others."""

from __future__ import annotations

import array
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

ONE_THREAD = pytest.mark.thread_unsafe(reason="C counts what all threads do")


class Hostile:
    """Raises, or changes another argument, when it is converted."""

    def __init__(self, action: Callable[[], float]) -> None:
        self.action = action

    def __float__(self) -> float:
        return self.action()


REFUSED: list[tuple[type[Exception], str, Callable[[ModuleType], Any]]] = [
    (TypeError, "'x' must be a number or an array, not list", lambda m: m.scale([1.0])),
    (TypeError, "'x' must be a number or an array, not str", lambda m: m.scale("1")),
    (TypeError, "'x' must be a number or an array, not NoneType", lambda m: m.scale(None)),
    (TypeError, "'a' must be an integer or an array, not list", lambda m: m.add3([1], 1, 1)),
    (TypeError, "'a' must be an integer, not float", lambda m: m.add3(1.0, 1, 1)),
    (TypeError, "'x' must be an array of double, not of int64", lambda m: m.scale(np.arange(3))),
    (TypeError, "'x' must be an array of double, not of >f8", lambda m: m.scale(np.ones(3, ">f8"))),
    (TypeError, "not of format 'f'", lambda m: m.scale(array.array("f", [1]))),
    (TypeError, "'x' must be an array of double", lambda m: m.scale(b"12345678")),
    (
        TypeError,
        "'out' must be an array of double, not list",
        lambda m: m.scale(np.ones(2), out=[1, 2]),
    ),
    (TypeError, "'out' must be an array of double, not float", lambda m: m.scale(1.0, out=1.0)),
    (TypeError, "'out' must be an array of double", lambda m: m.scale(1.0, out=np.ones(3, "f4"))),
    (TypeError, "at most 2 positional", lambda m: m.scale(1.0, 2.0, np.ones(3))),
    (TypeError, "'x' is missing", lambda m: m.scale(factor=np.ones(3))),
    (
        ValueError,
        r"'factor' has shape \(4,\), but 'x' has shape \(3,\)",
        lambda m: m.scale(np.ones(3), np.ones(4)),
    ),
    (ValueError, r"'factor' has shape \(1,\)", lambda m: m.scale(np.ones(3), np.ones(1))),
    (ValueError, r"'out' has shape \(3, 1\)", lambda m: m.scale(np.ones(3), out=np.ones((3, 1)))),
    (ValueError, r"'out' has shape \(\), but", lambda m: m.scale(np.ones(3), out=np.ones(()))),
    (ValueError, r"pass np.ascontiguousarray\(x\)", lambda m: m.scale(np.ones((3, 4)).T)),
    (ValueError, "'x' is not C-contiguous", lambda m: m.scale(np.ones(6)[::2])),
    (ValueError, "'out' is read-only", lambda m: m.scale(1.0, out=memoryview(bytes(8)).cast("d"))),
    (ValueError, "'x' is misaligned", lambda m: m.scale(np.frombuffer(bytes(17), "f8", 2, 1))),
    (ValueError, "outside 0...31", lambda m: m.is_set(1, 32)),
    (ValueError, "'place' is 32, outside 0...31", lambda m: m.is_set(np.ones(2, "u4"), 32)),
    (
        ValueError,
        "element 1 of 'place' is -1, outside 0...31",
        lambda m: m.is_set(1, np.array([0, -1], "i4")),
    ),
    (
        ValueError,
        "requires low <= high, but low is 3.0, high is 2.0",
        lambda m: m.between(np.ones(3), np.array([0.0, 3.0, 0.0]), 2.0),
    ),
    (
        OverflowError,
        "'a' is 300, which does not fit int8_t",
        lambda m: m.four(300, np.ones(2, "u2"), 0, True),
    ),
    (ZeroDivisionError, "division", lambda m: m.scale(np.ones(3), Hostile(lambda: 1 / 0))),
    (ValueError, "released memoryview", lambda m: m.scale(released())),
    (TypeError, "'x' is a masked array", lambda m: m.scale(np.ma.masked_array([1.0, 2.0]))),
]


def released() -> memoryview:
    view = memoryview(bytearray(8)).cast("d")
    view.release()
    return view


@pytest.mark.parametrize(("error", "message", "call"), REFUSED, ids=range(len(REFUSED)))
def test_refused(
    m: ModuleType, error: type[Exception], message: str, call: Callable[[ModuleType], Any]
) -> None:
    with pytest.raises(error, match=message):
        call(m)


@ONE_THREAD
def test_nothing_is_written_when_an_element_is_refused(m: ModuleType) -> None:
    out = np.full(1000, 7.0)
    low = np.zeros(1000)
    low[-1] = 9.0
    m.calls(1)
    with pytest.raises(ValueError, match="requires low <= high"):
        m.between(np.ones(1000), low, 1.0, out=out)
    assert (out == 7).all()
    assert m.calls() == 0


def test_an_argument_that_changes_another(m: ModuleType) -> None:
    """Values are converted before arrays are taken."""
    x = np.ones(4)

    def reshape() -> float:
        x.shape = (2, 2)
        return 3.0

    assert m.scale(x, Hostile(reshape)).shape == (2, 2)

    def flatten() -> float:
        single.shape = ()
        return 3.0

    single = np.ones(1)
    with pytest.raises(ValueError, match="'x' lost its dimensions"):
        m.scale(single, Hostile(flatten))
    growing = array.array("d", [1.0])

    def grow() -> float:
        growing.extend([2.0] * 10000)
        return 2.0

    assert len(m.scale(growing, Hostile(grow))) == 10001
    growing.append(1.0)  # its buffer has been let go


def test_a_failed_call_lets_go(m: ModuleType) -> None:
    given = array.array("d", [1.0, 2.0])
    for bad in (np.ones(3), [1], array.array("f", [1, 2])):
        with pytest.raises((TypeError, ValueError)):
            m.scale(given, bad)
    with pytest.raises(ValueError, match="shape"):
        m.scale(1.0, given, out=array.array("d", [1.0]))
    given.append(3.0)


def test_buffers_of_every_kind(m: ModuleType, exporter: Any) -> None:
    """Objects that export what no array of Python's own would."""
    for ndim in (1, 2, 63, 64):
        shape = (1,) * (ndim - 1) + (3,)
        memory = bytearray(array.array("d", [1, 2, 3]))
        result = memoryview(m.scale(exporter(memory, "d", 8, shape)))
        assert result.shape == shape
        assert result.cast("B").cast("d").tolist() == [2, 4, 6]
    memory = bytearray(24)
    with pytest.raises(TypeError, match="'x' must have 64 dimensions at most"):
        m.scale(exporter(memory, "d", 8, (1,) * 65))
    for order in ("<d", "=d", "@d"):
        assert len(m.scale(exporter(memory, order, 8, (3,)))) == 3
    with pytest.raises(TypeError, match="not of format '>d'"):
        m.scale(exporter(memory, ">d", 8, (3,)))
    with pytest.raises(ValueError, match="not C-contiguous"):
        m.scale(exporter(memory, "d", 8, (3,), (0,)))


def test_an_exporter_that_refuses(m: ModuleType, exporter: Any) -> None:
    def refuse(_: Any) -> None:
        raise KeyError("no")

    given = exporter(bytearray(24), "d", 8, (3,), hook=refuse)
    with pytest.raises(KeyError):
        m.scale(given)
    held = exporter(bytearray(24), "d", 8, (3,))
    with pytest.raises(KeyError):
        m.scale(held, given)
    assert held.exports == 0
