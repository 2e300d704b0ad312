"""Handles as arguments: None, the same one twice, closed ones; and those in ungil's own memory."""

from __future__ import annotations

import gc
import sys
from types import ModuleType

import numpy as np
import pytest

from tests.runtime.refusals import refuses


def test_or_null(m: ModuleType) -> None:
    assert m.box(3).sum(m.box(4)) == 7
    assert m.box(3).sum(None) == 1003
    with refuses(TypeError, "box_sum(): 'a' must be a box, not NoneType"):
        m.box_sum(None, None)


def test_the_same_handle_twice(m: ModuleType) -> None:
    b = m.box(3)
    assert b.sum(b) == 6
    with refuses(ValueError, "box_swap(): 'a' and 'b' are the same handle, which C changes"):
        b.swap(b)
    with refuses(ValueError, "box_copy(): 'to' and 'from_' are the same handle, which C changes"):
        b.copy(b)
    assert b.add(1) == 4
    first, second = m.box(1), m.box(2)
    first.swap(second)
    assert (first.get(), second.get()) == (2, 1)


def test_one_of_two_is_closed(m: ModuleType) -> None:
    first, second = m.box(1), m.box(2)
    second.close()
    for pair, name in (((first, second), "b"), ((second, first), "a")):
        with refuses(ValueError, f"box_swap(): '{name}' is closed"):
            m.box_swap(*pair)
    assert first.add(1) == 2  # nobody is inside any more


def test_default_that_asks_the_handle(m: ModuleType) -> None:
    b = m.box(3)
    assert b.default() == 303
    assert b.default(7) == 307
    b.close()
    with refuses(ValueError, "box_default(): 'b' is closed"):
        b.default()


def test_storage(m: ModuleType) -> None:
    dice = [m.dice(seed) for seed in range(13)]
    assert all(d.is_aligned() for d in dice)
    assert [d.throw() for d in dice] == [d * 6364136223846793005 % 2**64 + 1 for d in range(13)]
    assert m.dice_seed(3).throw() == m.dice(3).throw()
    with m.dice(1) as d:
        d.throw()
    with refuses(ValueError, "dice_throw(): 'd' is closed"):
        d.throw()
    with refuses(m.Error, "dice_seed() failed: it returned 1"):
        m.dice(13)


def test_reference_counts(m: ModuleType) -> None:
    def calls() -> None:
        b = m.box(1)
        b.add(2), b.sum(b), m.box_sum(b, None), b.get()
        for wrong in (lambda: b.add("x"), lambda: b.swap(b), lambda: m.box(-1), lambda: b.get(1)):
            with pytest.raises((TypeError, ValueError, MemoryError)):
                wrong()
        s = m.session_open(0, 0)
        r = m.reader_new(s, np.ones(3), "name")
        with pytest.raises(m.Error):
            m.session_open(1, 1)
        r.again()
        m.session_pair(0)
        m.dice(1).throw()
        b.take(1)

    calls()
    counted = [m.box, m.session, m.reader, m.dice, None, m]
    gc.collect()
    before = [sys.getrefcount(thing) for thing in counted]
    for _ in range(50):
        calls()
        m.forget()
    gc.collect()
    after = [sys.getrefcount(thing) for thing in counted]
    assert [b - a for a, b in zip(before, after, strict=True)][:4] == [0, 0, 0, 0]
    assert abs(after[4] - before[4]) < 50
