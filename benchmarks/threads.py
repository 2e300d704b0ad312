"""How much more a kernel gets done on several threads, whose calls drop the interpreter lock.

`python -m benchmarks.threads [--threads N ...] [--rounds N] [--json FILE]` calls `compute_pi` of
the installed `ungil.kernels`: once on each of N threads at once, against once on one thread, in
turns. A speed-up of N is perfect; the processor's clock and other programs take from it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import threading
import time
from pathlib import Path

from ungil import kernels

TERMS = 50_000_000


def seconds(threads: int) -> float:
    """Wall time of one call on each of so many threads, started together."""
    barrier = threading.Barrier(threads + 1)

    def work() -> None:
        barrier.wait()
        kernels.compute_pi(TERMS)

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    barrier.wait()
    start = time.perf_counter()
    for worker in workers:
        worker.join()
    return time.perf_counter() - start


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def main() -> None:
    usual = [n for n in (1, 2, 4, 8, 10, 16, 32, 64) if n <= cores()]
    parser = argparse.ArgumentParser(prog="python -m benchmarks.threads", description=__doc__)
    parser.add_argument("--threads", nargs="+", type=int, default=usual, metavar="N")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample here too")
    arguments = parser.parse_args()
    samples: dict[int, list[float]] = {n: [] for n in {1, *arguments.threads}}
    for _ in range(arguments.rounds):
        for n, taken in samples.items():
            taken.append(seconds(n))
    print(f"{platform.machine()}, {cores()} cores, CPython {platform.python_version()}\n")
    print("| threads | s: minimum / median | speed-up: of minima / of medians |\n|---|---|---|")
    for n in sorted(samples):
        least, middle = min(samples[n]), statistics.median(samples[n])
        by_least = n * min(samples[1]) / least
        by_middle = n * statistics.median(samples[1]) / middle
        print(f"| {n} | {least:.3f} / {middle:.3f} | {by_least:.2f} / {by_middle:.2f} |")
    if arguments.json:
        arguments.json.write_text(json.dumps(samples) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
