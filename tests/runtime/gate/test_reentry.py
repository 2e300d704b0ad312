"""Calls on a handle in the middle of another call on it, by the same thread."""

from __future__ import annotations

import builtins
import threading
from collections.abc import Callable
from types import ModuleType

import pytest

from tests.runtime.threads import run_all

pytestmark = pytest.mark.thread_unsafe(
    reason="threads of its own, and counters of C for all of them"
)


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], list[object]]:
    """Sets what runs in the middle of box_call; gives a list of what came of it."""

    def set_(job: Callable[[], object]) -> list[object]:
        results: list[object] = []

        def reenter() -> None:
            try:
                results.append(job())
            except Exception as error:
                results.append(f"{type(error).__name__}: {error}")

        monkeypatch.setattr(builtins, "reenter", reenter, raising=False)
        return results

    return set_


Inside = Callable[[Callable[[], object]], list[object]]


def test_reentry(m: ModuleType, inside: Inside) -> None:
    b = m.box()
    middle = "RuntimeError: {}(): this thread is in the middle of another call with '{}'"
    for outer in (b.call, b.call_const):
        for job, function, name in (
            (lambda: b.change(0), "box_change", "b"),
            (lambda: b.move(m.box(), 0), "box_move", "from"),
            (b.close, "close", "self"),
            (lambda: m.box_free(b), "box_free", "b"),
        ):
            results = inside(job)
            assert outer() == 0
            name = f"{name}_" if name == "from" else name
            assert results == [middle.format(function, name)]
    results = inside(lambda: b.read(0))
    b.call()
    assert results == [middle.format("box_read", "b")]
    results = inside(lambda: b.read(0))
    b.call_const()
    assert results == [0]  # sharing with oneself is sharing
    assert b.change(0) == 0


def test_reentry_with_another_handle(m: ModuleType, inside: Inside) -> None:
    first, second = m.box(), m.box()
    results = inside(lambda: (second.change(0), second.close()))
    first.call()
    assert results == [(0, None)]


def test_callbacks_find_the_handle_in_use(m: ModuleType) -> None:
    b, other = m.box(), m.box()
    assert b.each(3, lambda i: other.change(0) + b.read(0) + i) == 3
    assert b.each_alone(3, lambda i: other.read(0) + i) == 3
    middle = r"box_read\(\): this thread is in the middle of another call with 'b'"
    with pytest.raises(RuntimeError, match=middle):
        b.each_alone(3, lambda i: b.read(0))
    with pytest.raises(RuntimeError, match="middle of another call"):
        b.each(3, lambda i: b.close())
    assert (b.change(0), other.count()) == (0, 3)


def test_a_handle_dropped_in_a_callback_of_its_own_call(m: ModuleType) -> None:
    boxes = [m.box()]
    before = m.frees()
    assert boxes[0].each(1, lambda i: boxes.clear() or 5) == 5
    assert m.frees() - before == 1


def test_reader_that_reads_again_does_not_wait_for_a_writer(m: ModuleType, inside: Inside) -> None:
    b = m.box()
    started = threading.Event()

    def reenter() -> object:
        started.set()
        for _ in range(100):
            b.read(1000)  # meanwhile the writer waits
        return b.read(0)

    results = inside(reenter)
    raised = run_all([b.call_const, lambda: (started.wait(), b.change(0))])
    assert raised == [None, None]
    assert results == [0]


def test_serialized_destructor_in_the_middle_of_a_serialized_call(
    m: ModuleType, inside: Inside
) -> None:
    """It cannot run at once; it runs later, and once."""
    held = [m.single() for _ in range(3)]
    results = inside(held.clear)
    before = m.single_frees()
    m.single_call(1)
    assert results == [None]
    m.single()
    m.single()
    assert m.single_frees() - before == 5
