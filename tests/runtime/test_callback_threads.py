"""Callbacks and threads, interpreters, memory."""

from __future__ import annotations

import array
import contextlib
import gc
import sys
import threading
import time
import tracemalloc
from types import ModuleType
from typing import Any

import numpy as np
import pytest

pytestmark = pytest.mark.thread_unsafe(reason="threads of its own")

HOLDERS = ["held", "above", "alone"]  # and `each`, which releases


class CallbackError(Exception):
    """Raised by a callback."""


# --- threads -------------------------------------------------------------------------------


def test_threads_call_back_at_once(callbacks: ModuleType) -> None:
    barrier = threading.Barrier(4)
    results: dict[int, int] = {}

    def work(number: int) -> None:
        def row(i: int, name: str) -> int:
            if i == 0:
                barrier.wait()  # all four are inside C
            assert threading.get_ident() == me
            return number

        me = threading.get_ident()
        results[number] = callbacks.each(row, 500)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {n: 500 * n for n in range(4)}


def test_other_threads_run_during_a_callback(callbacks: ModuleType) -> None:
    ran = threading.Event()
    thread = threading.Thread(target=ran.set)

    def f(x: int) -> int:
        thread.start()
        assert ran.wait(60)
        return x

    assert callbacks.alone(f, 1) == 1
    thread.join()


def test_serialized_calls_wait_for_a_callback(callbacks: ModuleType) -> None:
    inside: list[int] = []

    def f(x: int) -> int:
        inside.append(x)
        time.sleep(0.001)
        assert inside == [x]
        inside.remove(x)
        return x

    threads = [threading.Thread(target=callbacks.alone, args=(f, n)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert inside == []


def test_c_calls_back_from_a_thread_of_its_own(callbacks: ModuleType) -> None:
    calls: list[int] = []

    def f() -> int:
        calls.append(threading.get_ident())
        return 5

    with pytest.raises(RuntimeError, match=r"elsewhere\(\): C has called back from another thread"):
        callbacks.elsewhere(f)
    assert callbacks.last_elsewhere() == 13
    assert calls == [threading.get_ident()]  # the callback from the caller's own thread

    def failing() -> int:
        raise CallbackError

    with pytest.raises(CallbackError):
        callbacks.elsewhere(failing)


# --- leaks ---------------------------------------------------------------------------------


def test_no_leaks(callbacks: ModuleType) -> None:
    y, memory = np.ones(3), array.array("d", [1, 2, 3])

    def bad(*_: Any) -> int:
        raise CallbackError

    def derive(_: float, y: Any, dy: Any) -> None:
        dy[0] = 0.0

    def every_path() -> None:
        callbacks.each(lambda n, name: n, 3)
        callbacks.step(derive, y)
        callbacks.step(derive, memory)
        callbacks.pump(lambda target: 0, lambda data: 0)
        callbacks.several(lambda count: (7, 2.0, 1), 4)
        callbacks.points(lambda *args: 0, False)
        callbacks.points(lambda *args: 0, True)
        for wrong in (bad, lambda *args: "1", lambda *args: 1 << 80, lambda: None):
            for call in (
                lambda f: callbacks.each(f, 3),
                lambda f: callbacks.step(f, memory),
                lambda f: callbacks.narrow(f),
                lambda f: callbacks.several(f, 4),
                lambda f: callbacks.pump(lambda target: 4, f),
                lambda f: callbacks.owned(f),
                lambda f: callbacks.fill(f, y),
            ):
                with contextlib.suppress(CallbackError, TypeError, OverflowError):
                    call(wrong)
        for how in range(5):
            with contextlib.suppress(RuntimeError, ValueError, MemoryError):
                callbacks.broken(bad, how)

    every_path()
    held = sys.getrefcount(every_path), sys.getrefcount(y), sys.getrefcount(bad)
    gc.collect()
    before = sys.getallocatedblocks()
    for _ in range(5_000):
        every_path()
    gc.collect()
    assert sys.getallocatedblocks() - before < 4_500
    assert (sys.getrefcount(every_path), sys.getrefcount(y), sys.getrefcount(bad)) == held
    memory.append(1.0)


def test_copies_for_callbacks_are_freed(callbacks: ModuleType) -> None:
    large = np.zeros((100, 1000), dtype="f4")
    tracemalloc.start()
    try:
        for _ in range(20):
            callbacks.grid(lambda a: None, large)
            callbacks.grid(lambda a: None, memoryview(large))
            with pytest.raises(ZeroDivisionError):
                callbacks.grid(lambda a: 1 / 0, large)
        assert tracemalloc.get_traced_memory()[0] < 2 * large.nbytes
    finally:
        tracemalloc.stop()
