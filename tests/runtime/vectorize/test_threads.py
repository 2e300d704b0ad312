"""Functions over arrays in several threads, and what they leave behind."""

from __future__ import annotations

import array
import contextlib
import gc
import sys
import threading
import tracemalloc
from types import ModuleType

import numpy as np
import pytest

from tests.runtime.vectorize.test_refusals import REFUSED

ONE_THREAD = pytest.mark.thread_unsafe(reason="tracemalloc sees all threads")

RANDOM = np.random.default_rng(7)


def test_release_above_counts_all_elements(m: ModuleType) -> None:
    """Each way of going gives the same; which one was taken shows in no value."""
    for work in (0, 1, 50, 101):
        given = np.full(10, work, dtype="i4")
        np.testing.assert_array_equal(m.released(given), given)
        np.testing.assert_array_equal(m.released(given, given), given)
        assert m.released(work) == work


def test_serialized_once_a_call(m: ModuleType) -> None:
    results: list[bool] = []

    def work() -> None:
        given = np.arange(200, dtype="i4")
        results.append(bool((m.alone(given) == given).all()))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 4
    assert m.alone(3) == 3


def test_threads_share_arrays(m: ModuleType) -> None:
    x, y = RANDOM.normal(size=20000), RANDOM.normal(size=20000)
    expected = x * y
    wrong: list[int] = []

    def work(number: int) -> None:
        for _ in range(20):
            if not (m.scale(x, y) == expected).all():
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_no_leaks(m: ModuleType) -> None:
    """Python's own cache of attributes keeps some thousands of names, whatever is called."""
    x, memory = np.ones(4), memoryview(bytearray(64)).cast("d", (2, 4))
    held = sys.getrefcount(x)

    def every_path() -> None:
        m.scale(x, 2)
        m.scale(x, out=x)
        m.scale(memory, out=memory)
        m.scale(array.array("d", [1, 2]))
        m.scale(np.array(3.0))
        m.chained(x)
        m.late(1.0)
        for error, _, call in REFUSED:
            with contextlib.suppress(error):
                call(m)

    every_path()
    gc.collect()
    before = sys.getallocatedblocks()
    for _ in range(10_000):
        every_path()
    gc.collect()
    assert sys.getallocatedblocks() - before < 8_000
    assert sys.getrefcount(x) == held


@ONE_THREAD
def test_results_are_freed(m: ModuleType) -> None:
    large = np.ones((100, 1000))
    tracemalloc.start()
    try:
        for _ in range(20):
            m.scale(large)
            m.scale(memoryview(large))
            m.chained(large)
            with pytest.raises(ValueError, match="requires"):
                m.between(large, 3.0, 2.0)
        assert tracemalloc.get_traced_memory()[0] < 4 * large.nbytes
    finally:
        tracemalloc.stop()
