"""How long an edited declaration takes until it is built, and until it is called.

`python -m benchmarks.edit [--only NAME ...] [--rounds N]` makes a project of three functions for
each tool, then edits them in turns: a function gets a new name, in its declaration too. `built` is
the time until the tool has finished, `called` the time until a new process has called the function.

gcc compiles a hand-written extension, and so do the C++ compiler for nanobind and pybind11, whose
fixed parts are compiled before: no build system is timed there. cffi builds as its documentation
says, by setuptools. ungil builds a project as `ungil new` makes it: at the import (`ungil`), at the
save (`ungil --watch`).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.report import machine
from benchmarks.workshop import (
    FLAGS,
    HERE,
    LIMITED_API,
    LINK_FLAGS,
    ROOT,
    MissingError,
    Workshop,
    compiler,
)

EDITED = "latest_0"  # in a project's files: the name that an edit changes


@dataclass
class Environment:
    """A virtual environment of its own, which also has what is installed in the current one."""

    folder: Path
    python: Path = field(init=False)
    variables: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        venv.create(self.folder, symlinks=True)
        self.python = self.folder / "bin" / "python"
        packages = next(self.folder.glob("lib/python*/site-packages"))
        others = [ROOT / "pkg", *(path for path in sys.path if path.endswith("site-packages"))]
        (packages / "others.pth").write_text("".join(f"{path}\n" for path in others))
        path = [str(self.python.parent), str(Path(sys.executable).parent), os.environ["PATH"]]
        self.variables = {
            **os.environ,
            "PATH": os.pathsep.join(path),
            "VIRTUAL_ENV": str(self.folder),
        }
        # an installed ungil has its bytecode beside it
        self.variables.pop("PYTHONDONTWRITEBYTECODE", None)


class Project:
    """A project of which an edit renames one function, built by commands.

    files: their texts by name; those that have EDITED in them are what an edit saves.
    """

    def __init__(
        self,
        environment: Environment,
        folder: Path,
        module: str,
        files: Mapping[str, str],
        commands: Sequence[Sequence[str | Path]] = (),
    ) -> None:
        self.environment = environment
        self.folder = folder
        self.module = module
        self.files = files
        self.commands = commands

    def start(self) -> None:
        """Makes the project, and builds it for the first time."""
        for name, text in self.files.items():
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).write_text(text)
        for command in self.commands:
            self.run(command)

    def edit(self, number: int) -> None:
        """Saves the files under a new name of the function."""
        for name, text in self.files.items():
            if EDITED in text:
                (self.folder / name).write_text(text.replace(EDITED, f"latest_{number}"))

    def wait(self) -> None:
        """Returns when what was saved is built."""
        for command in self.commands:
            self.run(command)

    def call(self, number: int) -> None:
        """Calls the function in a new process."""
        statement = f"assert {self.module}.latest_{number}(2, 3) == 5"
        self.run([self.environment.python, "-c", f"import {self.module}; {statement}"])

    def stop(self) -> None:
        """Ends what still runs."""

    def run(self, command: Sequence[str | Path]) -> None:
        """Runs a tool; what it says is shown only when it fails."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment.variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode != 0:
            raise MissingError(f"{command[0]} failed:\n{done.stdout.decode(errors='replace')}")


class Imported(Project):
    """Ungil's project, which its import builds."""

    def wait(self) -> None:
        """Nothing is built before."""


class Watched(Project):
    """Ungil's project, with a watcher that builds it at every save."""

    def start(self) -> None:
        """Also waits until the watcher watches."""
        super().start()
        self._watcher = subprocess.Popen(
            [self.environment.python, "-m", "ungil", "develop", "--watch", "--json"],
            cwd=self.folder,
            env=self.environment.variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )
        self._expect("installed")

    def wait(self) -> None:
        """The watcher says when it has built."""
        self._expect("built")

    def stop(self) -> None:
        """Ends the watcher."""
        self._watcher.terminate()
        self._watcher.wait()

    def _expect(self, event: str) -> None:
        said = self._watcher.stdout
        assert said is not None
        line = said.readline()
        if not line or json.loads(line)["event"] != event:
            raise MissingError(f"the watcher said {line!r}, not that it has {event}")


# --- the tools ---------------------------------------------------------------------------------


def gcc(environment: Environment, folder: Path) -> Project:
    """An extension written by hand, compiled by the compiler alone."""
    text = (HERE / "floor.c").read_text().replace('{"add",', f'{{"{EDITED}",')
    command = _compile(Workshop(folder), "floor_kernels", "floor.c", *LIMITED_API)
    return Project(environment, folder, "floor_kernels", {"floor.c": text}, [command])


def cython(environment: Environment, folder: Path) -> Project:
    """Cython's translator, then the compiler."""
    text = (HERE / "cython.pyx").read_text().replace("def add(", f"def {EDITED}(")
    translate = [sys.executable, "-m", "cython", "-3", "cython_kernels.pyx"]
    command = _compile(Workshop(folder), "cython_kernels", "cython_kernels.c")
    files = {"cython_kernels.pyx": text}
    return Project(environment, folder, "cython_kernels", files, [translate, command])


def nanobind(environment: Environment, folder: Path) -> Project:
    """The C++ compiler, nanobind's own library compiled before."""
    import nanobind

    home = Path(nanobind.include_dir()).parent
    options = [
        "-std=c++17",
        "-fno-strict-aliasing",
        f"-I{nanobind.include_dir()}",
        f"-I{home / 'ext' / 'robin_map' / 'include'}",
    ]
    shop = Workshop(folder)
    library = folder / "nanobind.o"
    driver = compiler("CXX", "c++")
    source = home / "src" / "nb_combined.cpp"
    shop.run([*driver, *FLAGS, *shop.includes, *options, "-c", source, "-o", library])
    return _cpp(environment, shop, "nanobind", [*options, library])


def pybind11(environment: Environment, folder: Path) -> Project:
    """The C++ compiler, which has all of pybind11 to compile."""
    import pybind11

    options = ["-std=c++17", f"-I{pybind11.get_include()}"]
    return _cpp(environment, Workshop(folder), "pybind11", options)


def cffi(environment: Environment, folder: Path) -> Project:
    """cffi's API mode through setuptools."""
    shop = Workshop(folder)
    objects = [str(shop.kernels()), str(shop.platform())]
    includes = [option.removeprefix("-I") for option in shop.includes]
    files = {
        "build_ffi.py": f"""\
import cffi
ffibuilder = cffi.FFI()
ffibuilder.cdef('''
int32_t {EDITED}(int32_t a, int32_t b);
double multiply(double a, double b);
void add_arrays(const int32_t *a, const int32_t *b, int32_t *result, size_t n);
''')
ffibuilder.set_source("cffi_kernels", '''
#include "kernels.h"
#define {EDITED} add
''', include_dirs={includes}, extra_objects={objects})
""",
        "setup.py": """\
from setuptools import setup
setup(name="cffi_kernels", cffi_modules=["build_ffi.py:ffibuilder"])
""",
    }
    command = [environment.python, "setup.py", "--quiet", "build_ext", "--inplace"]
    return Project(environment, folder, "cffi_kernels.lib", files, [command])


def ungil(environment: Environment, folder: Path, kind: type[Project] = Imported) -> Project:
    """A project as `ungil new` makes it, its import builds what was edited."""
    Project(environment, folder, "", {}).run([environment.python, "-m", "ungil", "new", "edited"])
    declared = (HERE / "declared.h").read_text().replace("int32_t add(", f"int32_t {EDITED}(")
    files = {
        "cdefs/kernels.h": declared,
        "csrc/kernels.c": f"""\
#include "kernels.h"

int32_t {EDITED}(int32_t a, int32_t b) {{
    return (int32_t)((uint32_t)a + (uint32_t)b);
}}

double multiply(double a, double b) {{
    return a * b;
}}

void add_arrays(const int32_t *a, const int32_t *b, int32_t *result, size_t n) {{
    for (size_t i = 0; i < n; i++) {{
        result[i] = (int32_t)((uint32_t)a[i] + (uint32_t)b[i]);
    }}
}}
""",
    }
    install = [environment.python, "-m", "ungil", "develop"]
    return kind(environment, folder / "edited", "edited", files, [install])


def ungil_watched(environment: Environment, folder: Path) -> Project:
    """The same, with a watcher."""
    return ungil(environment, folder, Watched)


def _compile(shop: Workshop, module: str, source: str, *options: str | Path) -> list[str | Path]:
    """The command that makes an extension of one C file."""
    inputs = [*options, source, shop.kernels(), shop.platform(), "-o", f"{module}.so"]
    return [*compiler("CC", "cc"), *FLAGS, *LINK_FLAGS, *shop.includes, *inputs]


def _cpp(
    environment: Environment, shop: Workshop, name: str, options: Sequence[str | Path]
) -> Project:
    text = (HERE / f"{name}.cpp").read_text().replace('"add"', f'"{EDITED}"')
    command = _compile(shop, f"{name}_kernels", "kernels.cpp", *options)
    command[:1] = compiler("CXX", "c++")
    return Project(environment, shop.folder, f"{name}_kernels", {"kernels.cpp": text}, [command])


Maker = Callable[[Environment, Path], Project]

CONTENDERS: dict[str, Maker] = {
    "ungil": ungil,
    "ungil --watch": ungil_watched,
    "gcc": gcc,
    "cffi": cffi,
    "cython": cython,
    "nanobind": nanobind,
    "pybind11": pybind11,
}


# --- measuring ---------------------------------------------------------------------------------


@contextlib.contextmanager
def started(folder: Path, names: Sequence[str]) -> Iterator[tuple[dict[str, Project], list[str]]]:
    """The projects by name, each built once; also which are missing, and why."""
    projects: dict[str, Project] = {}
    missing = []
    try:
        for name in names:
            place = folder / name.replace(" --", "_")
            place.mkdir()
            # One each: an editable install makes every start of its Python slower.
            environment = Environment(folder / f"{place.name}-environment")
            try:
                project = CONTENDERS[name](environment, place)
                project.start()
                projects[name] = project
            except (MissingError, ImportError) as error:
                missing.append(f"{name} is missing: {error}")
        yield projects, missing
    finally:
        for project in projects.values():
            project.stop()


def sample(project: Project, number: int) -> tuple[float, float, float]:
    """Edits once. Seconds until it is built, until it is called, and of a call without an edit."""
    start = time.perf_counter()
    project.edit(number)
    project.wait()
    built = time.perf_counter()
    project.call(number)
    called = time.perf_counter()
    project.call(number)
    return built - start, called - start, time.perf_counter() - called


def row(name: str, samples: Sequence[Sequence[float]]) -> str:
    """A line of the table: minimum / median in milliseconds."""
    columns = list(zip(*samples, strict=True))
    cells = [f"{1000 * min(c):.0f} / {1000 * statistics.median(c):.0f}" for c in columns]
    if CONTENDERS[name] is ungil:
        cells[0] = "at import"
    return f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.edit",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", nargs="+", choices=CONTENDERS, default=list(CONTENDERS))
    parser.add_argument("--rounds", type=int, default=11, help="edits of each (%(default)s)")
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        started(Path(folder), arguments.only) as (projects, missing),
    ):
        samples: dict[str, list[tuple[float, float, float]]] = {name: [] for name in projects}
        for number in range(1, arguments.rounds + 1):
            for name, project in projects.items():
                samples[name].append(sample(project, number))
    where = machine()
    print(f"{where['processor']}, {where['cores']} cores; {where['python']}; {where['compiler']}.")
    print(f"Milliseconds, minimum / median of {arguments.rounds} edits in turns.")
    print("\n| | saved → built | saved → called | called again |\n|---|---:|---:|---:|")
    print("\n".join(row(name, taken) for name, taken in samples.items()))
    print("\n".join(["", *missing]) if missing else "")


if __name__ == "__main__":
    main()
