"""What calls with structs leave behind: nothing."""

from __future__ import annotations

import contextlib
import gc
import sys
import tracemalloc
import weakref
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.runtime.memory import settles
from tests.runtime.records.layouts import a_line, points

ONE_THREAD = pytest.mark.thread_unsafe(reason="C counts what all threads do")


def attempt(call: Callable[..., object], *arguments: object) -> None:
    with contextlib.suppress(TypeError, ValueError, OverflowError):
        call(*arguments)


def test_references_are_given_back(m: ModuleType) -> None:
    item = 1e10
    bad = object()
    array = points((1, 2))
    wrong = np.zeros(1, [("x", "f8"), ("z", "f8")])
    line = a_line()
    calls: list[tuple[Callable[..., object], Any]] = [
        (m.norm, (item, item)),
        (m.norm, [item, bad]),
        (m.norm, (item, item, item)),
        (m.norm, bad),
        (m.shift, (item, item)),
        (m.same_line, tuple(line.values())),
        (m.same_line, tuple((line | {"ratio": bad}).values())),
        (m.twice, (1, [[item] * 3, [item, bad, item]], [], [], 0)),
        (m.total, array),
        (m.total, wrong),
        (m.total, memoryview(array)),
        (m.total, memoryview(wrong)),
        (m.scale, array[::-1]),
    ]
    for call, argument in calls:
        attempt(call, argument)
    gc.collect()
    watched = [item, bad, m.point, m.line, array, array.dtype, wrong, wrong.dtype]
    before = [sys.getrefcount(thing) for thing in watched]

    def work() -> None:
        for call, argument in calls:
            for _ in range(500):
                attempt(call, argument)
        gc.collect()

    settled = settles(sys.getallocatedblocks, work, 200)
    assert [sys.getrefcount(thing) for thing in watched] == before
    assert settled


@ONE_THREAD
def test_no_leaks(m: ModuleType) -> None:
    def calls() -> None:
        for _ in range(200):
            m.points(10), m.lines(1), m.owned(3), m.borrowed(False), m.roots(2)
            m.upper(m.points(4))
        gc.collect()

    calls()
    tracemalloc.start()
    try:
        assert settles(lambda: tracemalloc.get_traced_memory()[0], calls, 2000)
    finally:
        tracemalloc.stop()
    array = m.points(1)
    gone = weakref.ref(array)
    del array
    assert gone() is None
    assert m.held() == 0
