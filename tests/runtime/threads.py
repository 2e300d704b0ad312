"""Threads for tests."""

from __future__ import annotations

import threading
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
