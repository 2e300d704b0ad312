"""How generation, compilation and import grow with the number of functions in a header.

`python -m benchmarks.scale [--functions N ...]` writes a project of each size to a temporary
folder, builds it as a user would (a process that runs the builder script, the C compiler with
Meson's release flags) and prints one line a size. Each figure is the median of several runs.
"""

from __future__ import annotations

import argparse
import os
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

SIZES = (10, 100, 1000)
RUNS = 3

SCRIPT = """
import ungil
ffibuilder = ungil.builder("scaled", headers=["scaled.h"], sources=["scaled.c"])
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


def median_seconds(command: Sequence[str], folder: Path, runs: int = RUNS) -> float:
    """How long a process takes."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, check=True, stderr=subprocess.DEVNULL)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def measure(folder: Path, functions: int) -> list[float]:
    """Seconds to generate, to compile, to import, and to touch `lib`."""
    write_project(folder, functions)
    generate = median_seconds([sys.executable, "build_ffi.py", "--output-dir", "."], folder)
    module = "scaled" + sysconfig.get_config_var("EXT_SUFFIX")
    flags = ["-O3", "-DNDEBUG", "-fPIC", "-shared", "-fvisibility=hidden"]
    include = [f"-I{toolchain.python_headers()}", f"-I{ungil.get_include()}", "-I."]
    command = [*toolchain.c_compiler(), *flags, *include, "scaled.c.c", "scaled.c", "-o", module]
    (folder / "scaled.c").rename(folder / "scaled.c.c")
    return [generate, median_seconds(command, folder, 1), *_import_seconds(folder)]


def _import_seconds(folder: Path) -> list[float]:
    code = (
        "import sys, time; sys.path.insert(0, '.'); import _cffi_backend; t = time.perf_counter; "
        "a = t(); import scaled; b = t(); scaled.lib; print(b - a, t() - b)"
    )
    samples = []
    for _ in range(2 * RUNS + 1):
        said = subprocess.check_output([sys.executable, "-c", code], cwd=folder, text=True)
        samples.append([float(part) for part in said.split()])
    return [statistics.median(column) for column in zip(*samples, strict=True)]
