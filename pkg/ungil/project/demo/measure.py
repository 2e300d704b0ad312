"""The figures of the demo, taken on the spot.

Each is the best of a few rounds in which the things compared take turns, so that work that
others do on the machine meets all of them alike.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

_ROUNDS = 3
_ELEMENTS = 1000


class Kernels(Protocol):
    """The functions of the demo's module."""

    def compute_pi(self, iterations: int) -> float: ...
    def compute_pi_held(self, iterations: int) -> float: ...
    def add(self, a: int, b: int) -> int: ...
    def add_arrays(self, a: array[int], b: array[int], result: array[int]) -> array[int]: ...


@dataclass(frozen=True, slots=True)
class Threads:
    """`compute_pi`: seconds for one call, and for a call on each of `count` threads at once.

    given: the processor time that the system gave the released threads, in cores.
    """

    cores: int
    count: int
    one: float
    released: float
    held: float
    given: float

    def speedup(self, seconds: float) -> float:
        """How much faster than one call after the other."""
        return self.count * self.one / seconds


@dataclass(frozen=True, slots=True)
class Ticks:
    """What a Python thread that wants to run each millisecond got to do beside a kernel."""

    per_second: float
    longest_gap: float  # seconds


@dataclass(frozen=True, slots=True)
class Calls:
    """Seconds to add `elements` pairs: by a call a pair, and by one call on arrays."""

    elements: int
    one_by_one: float
    arrays: float

    @property
    def ratio(self) -> float:
        return self.one_by_one / self.arrays


@dataclass(frozen=True, slots=True)
class Figures:
    """All that the demo measures, and the circumstances."""

    threads: Threads
    ticks_released: Ticks
    ticks_held: Ticks
    calls: Calls
    lock: bool  # whether this Python has an interpreter lock


def figures(kernels: Kernels) -> Figures:
    """Measures everything; takes about ten seconds, however many cores there are."""
    cores = _cores()
    rate = _terms_per_second(kernels)
    half_a_second = int(0.5 * rate)
    return Figures(
        threads=threads(kernels, cores, rate),
        ticks_released=ticks(lambda: kernels.compute_pi(half_a_second)),
        ticks_held=ticks(lambda: kernels.compute_pi_held(half_a_second)),
        calls=calls(kernels),
        lock=getattr(sys, "_is_gil_enabled", lambda: True)(),
    )


def _cores() -> int:
    """The cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _terms_per_second(kernels: Kernels) -> float:
    terms = 1_000_000
    return terms / min(_seconds(lambda: kernels.compute_pi(terms)) for _ in range(5))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def threads(kernels: Kernels, cores: int, rate: float) -> Threads:
    """One call alone, then a call on each of as many threads as there are cores.

    On a single core two threads are tried all the same. A call is the shorter, the more of
    them there are: held, they run one after the other.
    """
    count = max(cores, 2)
    terms = int(rate * max(0.02, min(0.35, 2.4 / count)))
    one, released, held = [], [], []
    for _ in range(_ROUNDS):
        one.append(_seconds(lambda: kernels.compute_pi(terms)))
        released.append(_together(count, lambda: kernels.compute_pi(terms)))
        held.append(_together(count, lambda: kernels.compute_pi_held(terms)))
    best, processor = min(released)
    return Threads(cores, count, min(one), best, min(held)[0], processor / best)


def _together(count: int, work: Callable[[], object]) -> tuple[float, float]:
    """Seconds until `work`, begun on `count` threads at once, has ended on all of them.

    Also the processor time that this took, of all threads together.
    """
    barrier = threading.Barrier(count + 1)
    ends: list[float] = []

    def run() -> None:
        barrier.wait()
        work()
        ends.append(time.perf_counter())

    running = [threading.Thread(target=run, daemon=True) for _ in range(count)]
    for thread in running:
        thread.start()
    processor = time.process_time()
    start = time.perf_counter()
    barrier.wait()
    for thread in running:
        thread.join()
    return max(ends) - start, time.process_time() - processor


def ticks(kernel: Callable[[], object]) -> Ticks:
    """How often a thread that sleeps a millisecond at a time wakes up while `kernel` runs."""
    woken: list[float] = []
    over = threading.Event()

    def tick() -> None:
        while not over.is_set():
            time.sleep(0.001)
            woken.append(time.perf_counter())

    thread = threading.Thread(target=tick, daemon=True)
    thread.start()
    try:
        time.sleep(0.02)  # until it ticks
        start = time.perf_counter()
        kernel()
        end = time.perf_counter()
    finally:
        over.set()
        thread.join()
    inside = [start, *(moment for moment in woken if start < moment < end), end]
    gaps = [after - before for before, after in pairwise(inside)]
    return Ticks((len(inside) - 2) / (end - start), max(gaps))


def calls(kernels: Kernels) -> Calls:
    """A thousand `add` calls in a Python loop against one `add_arrays` call."""
    a = array("i", range(_ELEMENTS))
    b = array("i", range(0, 2 * _ELEMENTS, 2))
    result = array("i", bytes(4 * _ELEMENTS))
    add = kernels.add

    def one_by_one() -> None:
        for i in range(_ELEMENTS):
            result[i] = add(a[i], b[i])

    loop, single = [], []
    for _ in range(200):
        loop.append(_seconds(one_by_one))
        single.append(_seconds(lambda: kernels.add_arrays(a, b, result)))
    return Calls(_ELEMENTS, min(loop), min(single))
