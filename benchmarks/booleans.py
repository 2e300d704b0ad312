"""What it costs that each byte of an array of bool is looked at: `python -m benchmarks.booleans`.

A function of bools and one of bytes, of the same memory and with the same C, take turns. The first
two columns are of a function that does nothing, the last ratio of one that counts.
"""

from __future__ import annotations

import argparse
import importlib
import statistics
import timeit
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np

from benchmarks import options
from benchmarks.report import machine
from benchmarks.workshop import Workshop

HERE = Path(__file__).parent / "flags"
SIZES = (16, 256, 1024, 16_384, 65_536, 1_048_576)
_SAMPLE_SECONDS = 0.002


def build(workshop: Workshop) -> ModuleType:
    """The module, compiled as the contenders are."""
    source = workshop.folder / "flags_checked.c"
    workshop.python(HERE / "build_ffi.py", "--output-dir", workshop.folder)
    workshop.extension("flags_checked", [source, HERE / "flags.c"], f"-I{HERE}")
    return importlib.import_module("flags_checked")


def samples(calls: list[Callable[[], object]], rounds: int) -> list[list[float]]:
    """Seconds a call, for each of the calls, which take turns."""
    loops = [max(1, round(_SAMPLE_SECONDS / timeit.timeit(f, number=9) * 9)) for f in calls]
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, number, times in zip(calls, loops, taken, strict=True):
            times.append(timeit.timeit(call, number=number) / number)
    return taken


def row(module: ModuleType, size: int, rounds: int) -> str:
    """One size: nanoseconds without and with the check, and the ratios."""
    flags = np.arange(size) % 2 == 1
    data = flags.view("u1")
    assert module.count_flags(flags) == module.count_bytes(data) == size // 2
    calls: list[Callable[[], object]] = [
        lambda: module.take_bytes(data),
        lambda: module.take_flags(flags),
        lambda: module.count_bytes(data),
        lambda: module.count_flags(flags),
    ]
    bare, checked, counted, counted_checked = samples(calls, rounds)
    cells = [f"{size:,}"]
    cells += [f"{min(x) * 1e9:,.0f} / {statistics.median(x) * 1e9:,.0f}" for x in (bare, checked)]
    for one, other in ((bare, checked), (counted, counted_checked)):
        medians = statistics.median(other) / statistics.median(one)
        cells.append(f"{min(other) / min(one):.2f} / {medians:.2f}")
    return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.booleans", description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    options.add_folder(parser)
    arguments = parser.parse_args()
    module = build(options.workshop(arguments))
    where = machine()
    print(
        f"{where['processor']}, {where['cores']} cores; {where['python']}; {where['compiler']}."
        f"\nMinimum / median of {arguments.rounds} rounds in which all take turns.\n"
    )
    print("| bools | bytes, ns | bools, ns | ratio | ratio, counted |\n|---:|---:|---:|---:|---:|")
    for size in arguments.sizes:
        print(row(module, size, arguments.rounds), flush=True)


if __name__ == "__main__":
    main()
