"""How generation, compilation, import and calls grow with the number of functions in a header.

`python -m benchmarks.scale [--functions N ...]` writes a project of each size to a temporary
folder, builds it as a user would (a process that runs the builder script, the C compiler with
Meson's release flags) and prints one line a size. In brackets: the growth since the size before,
as a share of the functions' growth, so that 1.00 is linear; for a call, which should not grow, its
cost as a multiple of the first size's.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import ungil
from ungil.project import toolchain

# What Meson's release build gives.
FLAGS = ("-O3", "-DNDEBUG", "-fPIC", "-shared", "-fvisibility=hidden")

SCRIPT = """
import ungil
ffibuilder = ungil.builder("_scaled", headers=["scaled.h"], sources=["scaled.c"])
if __name__ == "__main__":
    ungil.main(ffibuilder)
"""

# One of each way of passing values, in turns.
DECLARATIONS = (
    "int32_t f{i}(int32_t a, int32_t b)",
    "double f{i}(double a, double UNGIL_DEFAULT(2.0) b)",
    "double f{i}(const double *UNGIL_COUNTED_BY(n) values, size_t n)",
    "void f{i}(const int32_t *UNGIL_COUNTED_BY(n) a, int32_t *UNGIL_OUT UNGIL_COUNTED_BY(n) b, "
    "size_t n)",
)
BODIES = (
    "{ return a + b; }",
    "{ return a * b; }",
    "{ return n ? values[0] : 0; }",
    "{ for (size_t i = 0; i < n; i++) b[i] = a[i]; }",
)


def write_project(folder: Path, functions: int) -> None:
    """A header of that many functions, their C, and a builder script."""
    declarations = [DECLARATIONS[i % 4].format(i=i) for i in range(functions)]
    lines = [f"/** Function {i}. */\n{text};\n" for i, text in enumerate(declarations)]
    includes = '#include <stddef.h>\n#include <stdint.h>\n#include "ungil.h"\n\n'
    (folder / "scaled.h").write_text("#pragma once\n" + includes + "\n".join(lines))
    bodies = [f"{text} {BODIES[i % 4]}\n" for i, text in enumerate(declarations)]
    (folder / "scaled.c").write_text('#include "scaled.h"\n\n' + "\n".join(bodies))
    (folder / "build_ffi.py").write_text(SCRIPT)


def median_seconds(command: Sequence[str | Path], folder: Path, runs: int) -> float:
    """How long a process takes."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, check=True, stderr=subprocess.DEVNULL)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


# The import, the first touch of `lib` after it (cffi loaded already), a call of the last function
# that takes two integers.
USE = """
import time, timeit, _cffi_backend
now = time.perf_counter
start = now()
import _scaled
imported = now()
_scaled.lib
touched = now()
names = [name for name in dir(_scaled) if name[0] == "f" and name[1:].isdigit()]
last = max(int(name[1:]) for name in names) // 4 * 4
timer = timeit.Timer("f(1, 2)", "f = _f", globals={"_f": getattr(_scaled, f"f{last}")})
print(imported - start, touched - imported, min(timer.repeat(20, 20_000)) / 20_000)
"""


def use_seconds(folder: Path, runs: int) -> list[float]:
    """Of several processes, the median of the import and of the touch, and the fastest call."""
    samples = []
    for _ in range(runs):
        said = subprocess.check_output([sys.executable, "-c", USE], cwd=folder, text=True)
        samples.append([float(part) for part in said.split()])
    imports, touches, calls = zip(*samples, strict=True)
    return [statistics.median(imports), statistics.median(touches), min(calls)]


def measure(folder: Path, functions: int) -> list[float]:
    """Seconds to generate, to compile, to import, to touch `lib`, and to call."""
    write_project(folder, functions)
    generate = [sys.executable, "build_ffi.py", "--output-dir", "."]
    module = f"_scaled{sysconfig.get_config_var('EXT_SUFFIX')}"
    includes = [f"-I{path}" for path in (toolchain.python_headers(), ungil.get_include(), ".")]
    compile_ = [*toolchain.c_compiler(), *FLAGS, *includes, "_scaled.c", "scaled.c", "-o", module]
    return [
        median_seconds(generate, folder, 3),
        median_seconds(compile_, folder, 1),
        *use_seconds(folder, 7),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--functions", nargs="+", type=int, default=[1, 10, 100, 1000], metavar="N")
    arguments = parser.parse_args()
    print("| functions | generate, ms | compile, ms | import, ms | first `lib`, ms | call, ns |")
    print("|---:|---:|---:|---:|---:|---:|")
    before: tuple[int, list[float]] | None = None
    first_call = 0.0
    for functions in arguments.functions:
        with tempfile.TemporaryDirectory() as folder:
            *seconds, call = measure(Path(folder), functions)
        cells = [f"{1000 * value:,.2f}" for value in seconds]
        if before is not None:
            growth = functions / before[0]
            for i, (now, then) in enumerate(zip(seconds, before[1], strict=True)):
                cells[i] += f" ({now / then / growth:.2f})"
        first_call = first_call or call
        cells.append(f"{1e9 * call:.1f} ({call / first_call:.2f})")
        print(f"| {functions:,} | {' | '.join(cells)} |", flush=True)
        before = functions, seconds


if __name__ == "__main__":
    main()
