"""Times loops on one worker and on two at once: threads, and processes for comparison."""

from __future__ import annotations

import multiprocessing
import queue
import statistics
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Loop = Callable[[], None]


class _Threads:
    """Of threads, what a context of multiprocessing has."""

    Barrier = threading.Barrier
    Process = threading.Thread
    SimpleQueue = queue.SimpleQueue


_FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True, slots=True)
class Scaling:
    """What one loop took, in seconds, by the kind and the number of workers."""

    samples: dict[tuple[str, int], list[float]] = field(default_factory=dict)

    def add(self, kind: str, workers: int, seconds: float) -> None:
        self.samples.setdefault((kind, workers), []).append(seconds)

    @property
    def least(self) -> float:
        """One thread's minimum."""
        return min(self.samples["threads", 1])

    def gain(self, kind: str) -> tuple[float, float]:
        """How much more two workers get done than one: by minima, and by medians."""
        one, two = self.samples[kind, 1], self.samples[kind, 2]
        middle = statistics.median(one) / statistics.median(two)
        return 2 * min(one) / min(two), 2 * middle


def seconds(kind: str, loop: Loop, workers: int) -> float:
    """From the first worker's start to the last one's end, by their own clocks: where there are as
    many workers as cores, whoever waits for them is late."""
    context: Any = _Threads if kind == "threads" else _FORK
    barrier = context.Barrier(workers)
    spans = context.SimpleQueue()
    taken: list[tuple[float, float]] = []

    def work() -> None:
        barrier.wait()
        start = time.perf_counter()
        loop()
        spans.put((start, time.perf_counter()))

    made = [context.Process(target=work) for _ in range(workers)]
    for worker in made:
        worker.start()
    taken += [spans.get() for _ in made]
    for worker in made:
        worker.join()
    return max(end for _, end in taken) - min(start for start, _ in taken)


def scaling(loops: Mapping[str, Loop], rounds: int, *kinds: str) -> dict[str, Scaling]:
    """All loops in turns, so many rounds, on one worker and on two of each kind."""
    scalings = {name: Scaling() for name in loops}
    for _ in range(rounds):
        for name, loop in loops.items():
            for kind in kinds:
                for workers in (1, 2):
                    scalings[name].add(kind, workers, seconds(kind, loop, workers))
    return scalings
