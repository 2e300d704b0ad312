"""Calls on one handle: those that change it exclude each other, and those that close it wait."""

from __future__ import annotations

import gc
import random
import threading
from types import ModuleType
from typing import Any

import pytest

from tests.runtime.threads import run_all

pytestmark = pytest.mark.thread_unsafe(
    reason="threads of its own, and counters of C for all of them"
)

THREADS = 10


def test_calls_that_change_exclude_each_other(m: ModuleType) -> None:
    b = m.box()

    def work() -> None:
        for i in range(100):
            b.change(i % 20)
            b.read(i % 10)

    assert run_all([work] * THREADS) == [None] * THREADS
    assert b.count() == 100 * THREADS
    assert b.clashes() == 0


def test_calls_on_a_const_handle_run_at_the_same_time(m: ModuleType) -> None:
    b = m.box()
    met: list[int] = []
    assert run_all([lambda: met.append(b.meet())] * 2) == [None, None]
    assert met == [1, 1]


def test_readers_do_not_starve_a_writer(m: ModuleType) -> None:
    """Ever new readers, of which some are always inside, let a writer in between."""
    b = m.box()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            b.read(2000)

    def write() -> None:
        try:
            for _ in range(20):
                b.change(10)
        finally:
            done.set()

    assert run_all([read, read, read, read, write]) == [None] * 5
    assert (b.count(), b.clashes()) == (20, 0)


def test_handles_are_taken_in_one_order(m: ModuleType) -> None:
    """Every pair in every order, from many threads: none waits for another forever."""
    boxes = [m.box() for _ in range(4)]

    def work() -> None:
        mine = random.Random(threading.get_ident())
        for _ in range(200):
            from_, to = mine.sample(boxes, 2)
            from_.move(to, mine.randrange(3))

    assert run_all([work] * THREADS) == [None] * THREADS
    assert sum(b.count() for b in boxes) == 200 * THREADS * 2
    assert all(b.clashes() == 0 for b in boxes)


def test_ten_threads_one_of_which_closes(m: ModuleType) -> None:
    before = m.frees()
    for round_ in range(20):
        b = m.box()
        counts = [0] * THREADS

        def work(number: int, b: Any = b, counts: list[int] = counts) -> None:
            while True:
                b.change(5)
                b.read(0)
                counts[number] += 1

        def close(b: Any = b, counts: list[int] = counts) -> None:
            while sum(counts) < 30:
                b.change(0)
            b.close()

        jobs = [lambda number=number: work(number) for number in range(THREADS - 1)]
        raised = run_all([*jobs, close])
        assert raised[-1] is None
        for error in raised[:-1]:
            assert isinstance(error, ValueError)
            assert str(error) in ("box_change(): 'b' is closed", "box_read(): 'b' is closed")
        assert m.frees() - before == round_ + 1


def test_closing_waits_for_the_calls_inside(m: ModuleType) -> None:
    """box_free aborts the process when someone is inside."""
    for work in (lambda b: b.change(20_000), lambda b: b.read(20_000)):
        b = m.box()
        inside = [lambda work=work, b=b: work(b)] * 4
        before = m.frees()
        raised = run_all([*inside, *[b.close] * 4])
        assert m.frees() - before == 1
        assert all(error is None or isinstance(error, ValueError) for error in raised)
        assert raised[4:] == [None] * 4


def test_every_close_returns_after_the_destructor(m: ModuleType) -> None:
    for _ in range(50):
        b = m.box()
        before = m.frees()

        def close(b: Any = b, before: int = before) -> None:
            b.close()
            assert m.frees() == before + 1

        assert run_all([close] * 4) == [None] * 4


def test_ends_in_many_threads(m: ModuleType) -> None:
    before = m.frees()

    def work() -> None:
        for i in range(200):
            b = m.box()
            b.change(0)
            if i % 3 == 0:
                b.close()
            elif i % 3 == 1:
                cycle = [b]
                cycle.append(cycle)  # type: ignore[arg-type]

    assert run_all([work] * THREADS) == [None] * THREADS
    gc.collect()
    assert m.frees() - before == 200 * THREADS
