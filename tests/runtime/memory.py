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


def grows(work: Callable[[], None], allowed: int = 2**20) -> bool:
    """Whether the process has more memory after each of three rounds of work.

    A leak is there each time; what the allocator or the interpreter sets up once is not.
    """
    for _ in range(3):
        before = resident()
        work()
        if resident() - before < allowed:
            return False
    return True
