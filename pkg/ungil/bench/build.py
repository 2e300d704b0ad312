"""The variants as an extension module, built of the project's own C with its own flags."""

from __future__ import annotations

import os
import shlex
import sys
import sysconfig
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ungil.assembly import Assembly
from ungil.bench import variants
from ungil.bench.variants import Variants
from ungil.check.compilation import Unit, complaint, name_of, run
from ungil.check.sources import Sources
from ungil.frozen import replace
from ungil.without_cffi import CallLayerOnly

MODULE = "ungil_bench_module"

_SHARED = {"darwin": ("-bundle", "-undefined", "dynamic_lookup")}.get(sys.platform, ("-shared",))


class BuildError(Exception):
    """The module cannot be built; the text says why."""


@dataclass(frozen=True)
class Built:
    """A module in a folder, and the compiler's options for speed that it was built with."""

    folder: Path
    optimization: str


def build(
    made: Variants,
    assembly: Assembly,
    sources: Sources,
    compiler: Sequence[str],
    folder: Path,
    progress: Callable[[str], None] = lambda _: None,
) -> Built:
    """Builds the module into a folder. Raises BuildError."""
    if not sources.units:
        raise BuildError("no C files: build_ffi.py names no sources, and there are none in csrc/")
    (folder / variants.HEADER).write_text(made.header, encoding="utf-8")
    kernels = folder / "ungil_bench_kernels.c"
    kernels.write_text(made.kernels, encoding="utf-8")
    layer = folder / f"{MODULE}.c"
    CallLayerOnly(replace(assembly, module=MODULE, interface=made.interface)).emit_c_code(layer)
    flags = (f"-I{folder}", *_includes(assembly, sources))
    own = [Unit(layer, flags), Unit(kernels, flags)]
    progress("building the C and the call layer")
    speed = _speed(assembly, sources)
    common = ["-w", "-fPIC", *_without_a_build(assembly, sources)]

    def compiled(numbered: tuple[int, Unit]) -> str:
        number, unit = numbered
        target = str(folder / f"{number}.o")
        wanted = unit.flags if any(f.startswith("-O") for f in unit.flags) else (speed, *unit.flags)
        words = [*compiler, *common, *wanted, "-c", str(unit.file), "-o", target]
        _run(words, unit.file, assembly.folder)
        return target

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        objects = list(pool.map(compiled, enumerate([*own, *sources.units])))
    output = folder / f"{MODULE}.so"
    libraries = [*sources.libraries, "-lm", "-pthread"]
    _run([*compiler, *_SHARED, *objects, *libraries, "-o", str(output)], output, assembly.folder)
    return Built(folder, speed)


def needs_python(units: Sequence[Unit]) -> bool:
    """Whether the project's C may call Python's API."""
    return any(b"Python.h" in unit.file.read_bytes() for unit in units)


def _includes(assembly: Assembly, sources: Sources) -> tuple[str, ...]:
    """What the headers of the project are found by; its first C file knows."""
    folders = [f"-I{folder}" for folder in assembly.options["include_dirs"]]
    reading = [flag for flag in sources.units[0].flags if not flag.startswith("-std=")]
    return (*reading, *folders, f"-I{sysconfig.get_path('include')}")


def _without_a_build(assembly: Assembly, sources: Sources) -> Iterator[str]:
    """The options of build_ffi.py, where there is no build folder that had them applied."""
    yield from (f"-D{name}={value}" for name, value in assembly.options.get("define_macros", ()))
    if sources.build is None:
        yield from assembly.options.get("extra_compile_args", ())


def _speed(assembly: Assembly, sources: Sources) -> str:
    """The level of optimization: of Meson's build, else of cffi's options, else Python's own."""
    said = [flag for unit in sources.units for flag in unit.flags]
    said += assembly.options.get("extra_compile_args", ())
    levels = [flag for flag in said if flag.startswith("-O")]
    python = shlex.split(sysconfig.get_config_var("CFLAGS") or "")
    return (levels or [flag for flag in python if flag.startswith("-O")] or ["-O2"])[-1]


def _run(words: Sequence[str], file: Path, base: Path) -> None:
    done = run(words, base)
    if done.returncode != 0:
        raise BuildError(f"{name_of(file, base)} cannot be built: {complaint(done.stderr)}")
