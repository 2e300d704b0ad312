"""How much more two threads get done than one, where Python has no interpreter lock.

`PYTHON -m benchmarks.free_threaded [--rounds N]`, PYTHON being free-threaded, builds a module and
calls it in loops on one thread and on two, and in two processes, in turns. What two processes get
done is what the machine gives; what threads lack beside them is shared memory's. Needs pycparser.
"""

from __future__ import annotations

import argparse
import multiprocessing
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.workshop import FLAGS, LINK_FLAGS, compiler

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "pkg"))

HEADER = """
#include <stddef.h>
#include <stdint.h>
#include "ungil.h"
typedef struct box box;
box *UNGIL_OWNED(box_free) box_new(void);
void box_free(box *b);
int box_add(box *b, int n) UNGIL_HOLD;
int hold(int a, int b) UNGIL_HOLD;
int release(int a, int b) UNGIL_RELEASE;
int automatic(int a, int b) UNGIL_AUTO;
int serialized(int a, int b) UNGIL_SERIALIZED;
int first(const int32_t *UNGIL_COUNTED_BY(n) a, size_t n) UNGIL_HOLD;
"""

CODE = """
#include "shared.h"
#include <stdlib.h>
struct box { int sum; };
box *box_new(void) { return calloc(1, sizeof(box)); }
void box_free(box *b) { free(b); }
int box_add(box *b, int n) { return b->sum += n; }
int hold(int a, int b) { return a + b; }
int release(int a, int b) { return a + b; }
int automatic(int a, int b) { return a + b; }
int serialized(int a, int b) { return a + b; }
int first(const int32_t *a, size_t n) { return n ? a[0] : 0; }
"""

CALLS = 300_000


def build(folder: Path) -> ModuleType:
    """The module, built with the flags of the other benchmarks."""
    import sysconfig

    import ungil

    (folder / "shared.h").write_text("#pragma once\n" + HEADER)
    (folder / "shared.c").write_text(CODE)
    script = f'import ungil\nf = ungil.builder("shared_calls", headers=[{"shared.h"!r}])\n'
    (folder / "build_ffi.py").write_text(script + "ungil.main(f)\n")
    environment = {"PYTHONPATH": str(ROOT / "pkg"), "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "build_ffi.py", "--output-dir", "."]
    subprocess.run(command, cwd=folder, env=environment, check=True)
    includes = [f"-I{path}" for path in (sysconfig.get_path("include"), ungil.get_include(), ".")]
    command = [*compiler("CC", "cc"), *FLAGS, *LINK_FLAGS, *includes, "shared_calls.c", "shared.c"]
    subprocess.run([*command, "-o", "shared_calls.so"], cwd=folder, check=True)
    sys.path.insert(0, str(folder))
    import shared_calls

    return shared_calls  # type: ignore[no-any-return]


def loops(m: ModuleType) -> dict[str, Callable[[], None]]:
    """What a thread does, each with objects of its own: a variable of an enclosing function is an
    object that threads share, and 3.13t locks it at each use."""

    def two(function: Callable[[int, int], int]) -> Callable[[], None]:
        def run(function: Callable[[int, int], int] = function) -> None:
            for _ in range(CALLS):
                function(1, 2)

        return run

    def arrays() -> None:
        numbers, first = array("i", [1, 2, 3]), m.first
        for _ in range(CALLS):
            first(numbers)

    def handles() -> None:
        box = m.box()
        for _ in range(CALLS):
            box.add(1)

    def bookkeeping() -> None:
        seen: dict[int, int] = {}
        hold = m.hold
        for i in range(CALLS):
            seen[i % 100] = hold(i, seen.get(i % 100, 0) % 1000)

    names = {"UNGIL_HOLD": m.hold, "UNGIL_RELEASE": m.release, "UNGIL_AUTO": m.automatic}
    made = {name: two(function) for name, function in names.items()}
    made |= {"UNGIL_SERIALIZED": two(m.serialized), "an array.array each": arrays}
    return made | {"a handle each": handles, "Python bookkeeping around calls": bookkeeping}


def seconds(context: Any, kind: Any, loop: Callable[[], None], workers: int) -> float:
    """Wall time of so many workers, started together."""
    barrier = context.Barrier(workers + 1)

    def work() -> None:
        barrier.wait()
        loop()

    made = [kind(target=work) for _ in range(workers)]
    for worker in made:
        worker.start()
    barrier.wait()
    start = time.perf_counter()
    for worker in made:
        worker.join()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.free_threaded", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    fork = multiprocessing.get_context("fork")
    kinds: dict[str, tuple[Any, Any]] = {
        "threads": (threading, threading.Thread),
        "processes": (fork, fork.Process),
    }
    locked = getattr(sys, "_is_gil_enabled", lambda: True)()
    print(f"CPython {platform.python_version()}, {'with a lock' if locked else 'free-threaded'}\n")
    print("| calls | ns a call | two threads | two processes |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, loop in loops(build(Path(folder))).items():
            taken: dict[tuple[str, int], list[float]] = {}
            for _ in range(rounds):
                for kind, how in kinds.items():
                    for workers in (1, 2):
                        sample = seconds(*how, loop, workers)
                        taken.setdefault((kind, workers), []).append(sample)
            cells = [f"{min(taken['threads', 1]) / CALLS * 1e9:.1f}"]
            for kind in kinds:
                least = 2 * min(taken[kind, 1]) / min(taken[kind, 2])
                middle = 2 * statistics.median(taken[kind, 1]) / statistics.median(taken[kind, 2])
                cells.append(f"{least:.2f} / {middle:.2f}")
            print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
