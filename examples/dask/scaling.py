"""C kernels on every core that Dask has: threads, processes, or a cluster that exists.

`python scaling.py [--plot FILE]` runs `compute_pi` over `distributed` and `add_arrays` over
`dask.array` on clusters of this machine: one process with N threads, N processes with a thread
each, and one process whose kernels keep the interpreter lock. Results are compared with a plain
loop's. `python scaling.py --scheduler ADDRESS` runs the same on a cluster of several machines.
"""

from __future__ import annotations

import argparse
import os
import runpy
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import dask
import dask.array as da
import numpy as np
from distributed import Client, LocalCluster, wait

from ungil import kernels

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Work:
    """What is computed.

    terms: the argument of each call of `compute_pi`; a term takes about a nanosecond.
    chunks, elements: how many calls of `add_arrays`, and how long the arrays of each are.
    """

    terms: tuple[int, ...]
    chunks: int
    elements: int


@dataclass(frozen=True, slots=True)
class Row:
    """The least wall times of several rounds, in seconds."""

    label: str
    threads: int
    pi: float
    arrays: float


def fastest(rounds: int, call: Callable[[], object]) -> float:
    """Seconds of the fastest round."""
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return min(taken)


class PlainLoop:
    """The same without Dask: what every other result must be equal to."""

    def __init__(self, work: Work, rounds: int) -> None:
        self.work = work
        self.rounds = rounds
        a = np.arange(work.chunks * work.elements, dtype="i4").reshape(work.chunks, -1)
        self.operands = list(zip(a, 2 * a, strict=True))
        self.pi, self.sums = self.compute_pi(), self.add_arrays()
        self.row = Row("plain loop", 1, float("inf"), float("inf"))

    def compute_pi(self) -> list[float]:
        return [kernels.compute_pi(terms) for terms in self.work.terms]

    def add_arrays(self) -> list[Any]:
        return [kernels.add_arrays(a, b) for a, b in self.operands]

    def measure(self) -> None:
        """Once more, beside each cluster: other programs disturb both or none."""
        self.row = replace(
            self.row,
            pi=min(self.row.pi, fastest(self.rounds, self.compute_pi)),
            arrays=min(self.row.arrays, fastest(self.rounds, self.add_arrays)),
        )


def on_cluster(client: Client, label: str, loop: PlainLoop, module: Any = kernels) -> Row:
    """The same by Dask, with the functions of that module.

    Raises AssertionError when a result differs from the plain loop's.
    """
    work = loop.work
    a = da.arange(work.chunks * work.elements, dtype="i4", chunks=work.elements)
    a, b = dask.persist(a, 2 * a)  # the operands are there before the clock starts
    wait([a, b])

    def compute_pi() -> list[float]:
        # Dask does not compute again what it has, unless it is told that it is not pure
        results: list[float] = client.gather(client.map(module.compute_pi, work.terms, pure=False))
        return results

    def add_arrays() -> da.Array:
        again = f"sums-{uuid.uuid4()}"
        sums = da.map_blocks(
            module.add_arrays, a, b, name=again, dtype="i4", meta=np.empty(0, "i4")
        )
        (computed,) = dask.persist(sums)
        wait(computed)
        return computed

    assert compute_pi() == loop.pi, f"{label}: compute_pi differs from the plain loop"
    blocks = np.split(add_arrays().compute(), work.chunks)
    assert all(map(np.array_equal, blocks, loop.sums)), f"{label}: add_arrays differs"
    loop.measure()
    threads = sum(client.nthreads().values())
    return Row(label, threads, fastest(loop.rounds, compute_pi), fastest(loop.rounds, add_arrays))


def clusters(counts: Sequence[int], held: ModuleType) -> Iterator[tuple[str, Client, Any]]:
    """Clusters of this machine, one at a time; of each the label, and the module to run."""
    for count in counts:
        for label, processes, module in (
            ("one process, lock released", False, kernels),
            ("one process, lock held", False, held),
            ("a process a thread", True, kernels),
        ):
            with (
                LocalCluster(
                    n_workers=count if processes else 1,
                    threads_per_worker=1 if processes else count,
                    processes=processes,
                    dashboard_address=None,
                ) as cluster,
                Client(cluster) as client,
            ):
                yield label, client, module


def kernels_that_hold(folder: Path) -> ModuleType:
    """The kernels compiled with the other policy."""
    builder = runpy.run_path(str(HERE / "build_ffi.py"))["ffibuilder"]
    builder.compile(tmpdir=str(folder))
    sys.path.insert(0, str(folder))
    import held_kernels

    return held_kernels


def markdown(rows: Sequence[Row], work: Work) -> str:
    """A table; speed-ups are over the plain loop."""
    plain = rows[0]
    lines = [
        f"{len(work.terms)} calls of compute_pi({work.terms[0]:,} and more);"
        f" {work.chunks} calls of add_arrays with {work.elements:,} elements.",
        "",
        "| | threads | compute_pi, s | speed-up | add_arrays, s | speed-up |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {row.label} | {row.threads} | {row.pi:.3f} | {plain.pi / row.pi:.2f}"
        f" | {row.arrays:.3f} | {plain.arrays / row.arrays:.2f} |"
        for row in rows
    ]
    return "\n".join(lines)


def plot(rows: Sequence[Row], file: Path) -> None:
    """Speed-ups by the number of threads, beside perfect ones."""
    import matplotlib.figure

    plain = rows[0]
    figure = matplotlib.figure.Figure((9, 3.6), layout="constrained")
    for place, name in enumerate(("pi", "arrays"), 1):
        axes = figure.add_subplot(1, 2, place)
        most = max(row.threads for row in rows)
        axes.plot([1, most], [1, most], color="#c9c9c9", label="perfect")
        for label in dict.fromkeys(row.label for row in rows[1:]):
            mine = [row for row in rows if row.label == label]
            speedups = [getattr(plain, name) / getattr(row, name) for row in mine]
            axes.plot([row.threads for row in mine], speedups, marker="o", label=label)
        axes.set_title({"pi": "compute_pi", "arrays": "add_arrays"}[name], loc="left")
        axes.set_xlabel("threads")
        axes.set_ylabel("speed-up over a plain loop")
        axes.set_ylim(bottom=0)
        axes.spines[["top", "right"]].set_visible(False)
        axes.xaxis.get_major_locator().set_params(integer=True)
    axes.legend(frameon=False)
    figure.savefig(file, dpi=120)


def main() -> None:
    cores = os.cpu_count() or 1
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--scheduler", metavar="ADDRESS", help="a cluster's, instead of this machine's"
    )
    parser.add_argument(
        "--threads",
        nargs="+",
        type=int,
        default=[n for n in (1, 2, 4, 8, 16, 32) if n <= cores],
        metavar="N",
    )
    parser.add_argument("--terms", type=int, default=50_000_000, help="of one call (%(default)s)")
    parser.add_argument("--elements", type=int, default=8_000_000, help="of one call (%(default)s)")
    parser.add_argument("--calls", type=int, default=16, help="of each kernel (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="the fastest counts (%(default)s)")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw the speed-ups there")
    arguments = parser.parse_args()
    terms = tuple(arguments.terms + i for i in range(arguments.calls))
    work = Work(terms, arguments.calls, arguments.elements)
    loop = PlainLoop(work, arguments.rounds)
    rows = []
    if arguments.scheduler:
        with Client(arguments.scheduler) as client:
            client.wait_for_workers(1)
            rows.append(on_cluster(client, arguments.scheduler, loop))
    else:
        with tempfile.TemporaryDirectory() as folder:
            held = kernels_that_hold(Path(folder))
            for label, client, module in clusters(arguments.threads, held):
                rows.append(on_cluster(client, label, loop, module))
    rows.insert(0, loop.row)
    print(markdown(rows, work))
    if arguments.plot:
        plot(rows, arguments.plot)


if __name__ == "__main__":
    main()
