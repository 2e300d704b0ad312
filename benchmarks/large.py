"""Arrays of every size, and several threads: `ungil.kernels` against np.add and the memory.

`python -m benchmarks.large [--gate] [--json FILE]` times the installed `ungil.kernels`:

- `add_arrays` against `np.add` with a result given, from 16 to 16 million elements;
- `add_arrays` of 16 million elements against the "add" of the STREAM benchmark, which is compiled
  for this very processor and goes over as many bytes on the same threads;
- `compute_pi` on several threads at once against one.

Contenders take turns and minima are compared, since noise only ever adds to a time. With --gate a
ratio that is below its bar is measured again, and the exit status is 1 where it stays there.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import cases, options, report, threads
from benchmarks.workshop import Workshop, compiler
from ungil import kernels

SIZES = (16, 64, 256, 1_000, 4_000, 16_000, 65_000, 250_000, 1_000_000, 4_000_000, 16_000_000)
RULER_FLAGS = ("-O3", "-march=native", "-fPIC", "-shared")

# The least ratio that passes. Beyond the caches np.add and add_arrays wait for the same memory, so
# that "at least as fast" is equality with the noise of two minima.
AS_FAST = 0.97
OF_MEMORY = 0.95
OF_A_THREAD = 0.975  # by threads: a speed-up of 1.95 on two

_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two calls to be timed in turns.

    work: how many of the rival's calls one of ungil's does the work of.
    bar: the least ratio of the rival's time for the same work to ungil's.
    """

    name: str
    rival: str
    ungil_call: Callable[[], object] = field(repr=False)
    rival_call: Callable[[], object] = field(repr=False)
    bar: float
    work: int = 1
    loops: int = 1


@dataclass(frozen=True, slots=True)
class Measurement:
    """Seconds a call, by round."""

    name: str
    rival: str
    bar: float
    work: int
    ungil: tuple[float, ...]
    other: tuple[float, ...]

    @property
    def ratio(self) -> float:
        return self.work * min(self.other) / min(self.ungil)

    @property
    def passed(self) -> bool:
        return self.ratio >= self.bar


def measured(what: Comparison, rounds: int, attempts: int) -> Measurement:
    """Times both until the ratio passes, at most so many times."""
    ungil: list[float] = []
    other: list[float] = []
    while True:
        for _ in range(rounds):
            for call, samples in ((what.ungil_call, ungil), (what.rival_call, other)):
                start = time.perf_counter()
                for _ in range(what.loops):
                    call()
                samples.append((time.perf_counter() - start) / what.loops)
        result = Measurement(what.name, what.rival, what.bar, what.work, tuple(ungil), tuple(other))
        attempts -= 1
        if result.passed or attempts == 0:
            return result


def _arrays(n: int, dtype: str) -> tuple[Any, Any, Any]:
    np = cases.numpy()
    made = np.arange(n, dtype=dtype), np.ones(n, dtype=dtype), np.empty(n, dtype=dtype)
    made[2][:] = 0  # its pages are there before the clock starts
    return made


def against_numpy(n: int) -> Comparison:
    """One call after the other, from one thread."""
    np = cases.numpy()
    a, b, result = _arrays(n, "i4")
    return Comparison(
        f"{n:,} elements",
        "`np.add`",
        lambda: kernels.add_arrays(a, b, result),
        lambda: np.add(a, b, result),
        AS_FAST,
        loops=max(1, 20_000 // n),
    )


def against_memory(stream: Any, n: int, pool: ThreadPoolExecutor, count: int) -> Comparison:
    """The same bytes on so many threads, each of which takes its part of the arrays."""
    address = ctypes.POINTER(ctypes.c_double)

    def parts(arrays: Sequence[Any]) -> list[list[Any]]:
        size = len(arrays[0]) // count
        return [[array[i * size : (i + 1) * size] for array in arrays] for i in range(count)]

    ints = parts(_arrays(n, "i4"))
    doubles = [
        [*(array.ctypes.data_as(address) for array in part), len(part[0])]
        for part in parts(_arrays(n // 2, "f8"))
    ]

    def on_all(function: Callable[..., object], arguments: Sequence[Sequence[Any]]) -> object:
        return list(pool.map(lambda given: function(*given), arguments))

    return Comparison(
        f"{n:,} elements, {count} thread{'s' * (count > 1)}",
        "STREAM's add",
        lambda: on_all(kernels.add_arrays, ints),
        lambda: on_all(stream, doubles),
        OF_MEMORY,
    )


def against_one_thread(count: int) -> Comparison:
    """`compute_pi` once on each of so many threads, against once on one."""
    return Comparison(
        f"compute_pi on {count} threads",
        "one thread",
        lambda: threads.seconds(count),
        lambda: threads.seconds(1),
        OF_A_THREAD * count,
        work=count,
    )


def ruler(shop: Workshop) -> Any:
    """STREAM's add as a function of ctypes, which releases the lock."""
    source = Path(__file__).with_name("stream.c")
    library = shop.folder / "stream.so"
    if shop.due(library, [source]):
        shop.run([*compiler("CC", "cc"), *RULER_FLAGS, source, "-o", library])
    function = ctypes.CDLL(str(library)).stream_add
    function.argtypes = [ctypes.POINTER(ctypes.c_double)] * 3 + [ctypes.c_size_t]
    function.restype = None
    return function


def comparisons(
    shop: Workshop, sizes: Sequence[int], counts: Sequence[int], pool: ThreadPoolExecutor
) -> Iterator[Comparison]:
    """One after the other, so that the arrays of one are gone when the next is made."""
    for n in sizes:
        yield against_numpy(n)
    stream = ruler(shop)
    for count in sorted({1, *counts}):
        yield against_memory(stream, max(sizes), pool, count)
    for count in counts:
        yield against_one_thread(count)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.large")
    options.add_folder(parser)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, metavar="N")
    parser.add_argument("--threads", nargs="+", type=int, default=[2, 10], metavar="N")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--gate", action="store_true", help="exit 1 where a ratio is below its bar")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every sample here too")
    arguments = parser.parse_args()
    if cases.numpy() is None:
        sys.exit("NumPy, which add_arrays is compared with, is not installed")
    cores = threads.cores()
    counts = [count for count in arguments.threads if count <= cores]
    attempts = _ATTEMPTS if arguments.gate else 1
    with ThreadPoolExecutor(max([1, *counts])) as pool:
        done = [
            measured(what, arguments.rounds, attempts)
            for what in comparisons(options.workshop(arguments), arguments.sizes, counts, pool)
        ]
    print(markdown(done))
    for count in arguments.threads:
        if count > cores:
            print(f"\n{count} threads were not tried: there are {cores} cores.")
    if arguments.json:
        arguments.json.write_text(as_json(done) + "\n", encoding="utf-8")
    failed = [one.name for one in done if not one.passed]
    if arguments.gate and failed:
        sys.exit(f"below the bar: {', '.join(failed)}")


def markdown(done: Sequence[Measurement]) -> str:
    """A row a comparison."""
    where = report.machine()
    lines = [
        f"{where['processor']}, {where['cores']} cores; {where['python']};"
        f" NumPy {cases.numpy().__version__}; ruler: {where['compiler']},"
        f" `{' '.join(RULER_FLAGS)}`.",
        "",
        "| `ungil.kernels` | µs: minimum / median | compared with | µs | ratio | at least |",
        "|---|---:|---|---:|---:|---:|",
    ]
    for one in done:
        ungil, other = (
            f"{min(taken) * 1e6:,.2f} / {statistics.median(taken) * 1e6:,.2f}"
            for taken in (one.ungil, one.other)
        )
        lines.append(
            f"| {one.name} | {ungil} | {one.rival} | {other} | {one.ratio:.2f} | {one.bar:.2f} |"
        )
    return "\n".join(lines)


def as_json(done: Sequence[Measurement]) -> str:
    """Everything measured: seconds, every round."""
    rows = [
        {"name": one.name, "rival": one.rival, "ungil": one.ungil, "other": one.other}
        for one in done
    ]
    return json.dumps({"machine": report.machine(), "comparisons": rows}, indent=1)


if __name__ == "__main__":
    main()
