"""Jobs in threads of their own, for tests."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence


def run_all(jobs: Sequence[Callable[[], object]]) -> list[BaseException | None]:
    """Runs every job in a thread of its own, all at once; what each has raised."""
    start = threading.Barrier(len(jobs))
    raised: list[BaseException | None] = [None] * len(jobs)

    def run(number: int) -> None:
        start.wait()
        try:
            jobs[number]()
        except BaseException as error:
            raised[number] = error

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def runs_during(call: Callable[[], object]) -> bool:
    """Whether this thread runs Python code in the middle of a call that another one makes."""
    span: list[float] = []

    def timed() -> None:
        span.append(time.monotonic())
        call()
        span.append(time.monotonic())

    thread = threading.Thread(target=timed)
    ticks: list[float] = []
    thread.start()
    while thread.is_alive():
        ticks.append(time.monotonic())
        time.sleep(0.001)
    start, end = span
    quarter = (end - start) / 4
    return any(start + quarter < tick < end - quarter for tick in ticks)
