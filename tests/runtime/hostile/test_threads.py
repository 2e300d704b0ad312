"""Threads that change or free arguments during a call."""

from __future__ import annotations

import array
import gc
import threading
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tests.runtime.hostile.arguments import N, ones
from tests.runtime.modules import HAS_LOCK

ONE_THREAD = pytest.mark.thread_unsafe(reason="one gate in C holds all threads back")


class Slow:
    """A call that waits in C while this thread does something."""

    def __init__(self, m: ModuleType, call: Callable[[], int]) -> None:
        self.m, self.call = m, call
        self.result: object = None

    def __enter__(self) -> Slow:
        self.m.set_gate(0)
        self.thread = threading.Thread(target=self.run)
        self.thread.start()
        while not self.m.waiting():
            time.sleep(0)
        return self

    def run(self) -> None:
        self.result = self.call()

    def __exit__(self, *_: object) -> None:
        self.m.set_gate(1)
        self.thread.join()


@ONE_THREAD
def test_exported_memory_cannot_be_resized(m: ModuleType) -> None:
    a, b = array.array("i", [1] * N), bytearray(b"\1" * N)
    with Slow(m, lambda: m.slow(a)) as slow:
        for action in (
            lambda: a.append(1),
            lambda: a.pop(),
            lambda: a.__delitem__(slice(None)),
            lambda: a.extend([1]),
        ):
            with pytest.raises(BufferError):
                action()
        a[0] = 5
    assert slow.result == N + 4
    with Slow(m, lambda: m.slow_bytes(b)) as slow:
        for action in (b.clear, lambda: b.extend(b"x"), lambda: b.__delitem__(0)):
            with pytest.raises(BufferError):
                action()
    assert slow.result == N
    a.clear() if hasattr(a, "clear") else a.__delitem__(slice(None))
    b.clear()


@ONE_THREAD
def test_released_views(m: ModuleType) -> None:
    view = memoryview(bytearray(b"\1" * N))
    with Slow(m, lambda: m.slow_bytes(view)) as slow, pytest.raises(BufferError):
        view.release()
    assert slow.result == N
    view.release()


@ONE_THREAD
def test_numpys_arrays_cannot_be_resized(m: ModuleType) -> None:
    """Not even where the thread that calls has the only other reference."""
    box = [ones()]
    refused = pytest.raises(ValueError, match="references or is referenced")
    with Slow(m, lambda: m.slow(box[0])) as slow, refused:
        box[0].resize(100 * N)
    assert slow.result == N
    box = [ones()]
    other = [box[0]]
    refused = pytest.raises(ValueError, match="references or is referenced")
    with Slow(m, lambda: m.slow(other.pop())) as slow, refused:
        box.pop().resize(100 * N)
    assert slow.result == N


@ONE_THREAD
def test_memory_lives_as_long_as_the_call(m: ModuleType) -> None:
    makers: list[Callable[[], Any]] = [
        ones,
        lambda: array.array("i", [1] * N),
        lambda: memoryview(ones()),
        lambda: ones()[1:],
        lambda: np.asarray(memoryview(array.array("i", [1] * N))),
    ]
    for make in makers:
        box = [make()]
        expected = len(box[0])
        with Slow(m, lambda box=box: m.slow(box.pop())) as slow:
            gc.collect()
            trash = [np.zeros(N, "i4") for _ in range(20)]
        assert slow.result == expected
        del trash


@pytest.mark.skipif(not HAS_LOCK, reason="array.array itself is unsafe there before 3.15")
def test_many_threads_on_one_array(m: ModuleType) -> None:
    """Some read it, others keep trying to resize it."""
    shared = array.array("i", [1] * N)
    done = threading.Event()
    failures: list[BaseException] = []

    def guarded(body: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            try:
                while not done.is_set():
                    body()
            except BaseException as error:
                failures.append(error)

        return run

    def resizing() -> None:
        try:
            shared.append(1)
            shared.pop()
        except BufferError:
            pass

    threads = [threading.Thread(target=guarded(lambda: m.sum(shared))) for _ in range(3)]
    threads += [threading.Thread(target=guarded(resizing)) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(shared) in (N, N + 1)
