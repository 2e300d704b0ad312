"""How much memory the process has, for tests of leaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def resident() -> int:
    """Bytes of memory that the process has, 0 where that is not known."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
    except OSError:
        return 0


def settles(measure: Callable[[], int], work: Callable[[], object], allowed: int) -> bool:
    """Whether some round of work leaves no more than so much behind.

    A leak is there each time. What the allocator or the interpreter sets up once is not, nor what
    it frees later: without an interpreter lock some rounds pass until as much is freed as made.
    """
    for _ in range(20):
        before = measure()
        work()
        if measure() - before <= allowed:
            return True
    return False


def grows(work: Callable[[], object], allowed: int = 2**20) -> bool:
    """Whether the process has more memory after each round of work."""
    return not settles(resident, work, allowed)
