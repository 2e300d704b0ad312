"""From annotated headers to the `ffibuilder` of a module, and from that to its files."""

from __future__ import annotations

import contextlib
import gc
import io
import keyword
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from ungil import header, output, set_source
from ungil.assembly import Assembly, FFIBuilder
from ungil.diagnostics import Diagnostic, HeaderError
from ungil.frozen import frozen, replace
from ungil.generate import call_layer
from ungil.interface import Function, Interface, Lock
from ungil.set_source import INCLUDE, BuildError, StrPath
from ungil.without_cffi import CallLayerOnly

PACKAGE = Path(__file__).parent

_COMMANDS = re.compile(r"ungil\.(__main__|cli|command|project|check|bench)\b")


@frozen
class Script:
    """The script that calls `builder`: its `__file__` and its `__name__`."""

    file: str | None
    name: str | None

    @property
    def folder(self) -> Path:
        """What the script's paths are relative to."""
        return Path(self.file).absolute().parent if self.file else Path.cwd()

    @property
    def run_by_setuptools(self) -> bool:
        """Whether cffi's setuptools hook runs it, and so nothing of ungil runs after `builder`."""
        return self.name == "__cffi__"


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing that a build makes is garbage before its end: looking for cycles would take a tenth
    of its time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@_uncollected()
def builder(
    module: str,
    *,
    headers: Iterable[StrPath],
    sources: Iterable[StrPath],
    gil: str,
    prefix: str,
    options: Mapping[str, Any],
    script: Script,
) -> FFIBuilder:
    """`ungil.builder`, told which script calls it."""
    try:
        check_module_name(module)
        header_paths = set_source.paths("headers", headers, script.folder)
        source_paths = set_source.paths("sources", sources, script.folder)
        merged = set_source.options(header_paths, source_paths, script.folder, options)
        interface, notes = _read(header_paths, script.folder, _lock(gil), prefix)
        ffibuilder = _ffibuilder(Assembly(module, interface, script.folder, merged, notes))
    except (HeaderError, BuildError) as error:
        _fail(error)
    for note in notes:
        print(note, file=sys.stderr)
    if script.run_by_setuptools:
        ffibuilder.assembly.refresh_stub()
    return ffibuilder


@_uncollected()
def main(ffibuilder: FFIBuilder, arguments: Sequence[str] | None) -> None:
    """`ungil.main`."""
    folder, names = _outputs(sys.argv[1:] if arguments is None else arguments)
    runtime = ffibuilder.assembly.runtime_file
    written = files(ffibuilder, folder, apart=runtime in names)
    try:
        output.write(Path(folder), _chosen(written, names, runtime) if names else written)
    except BuildError as error:
        _fail(error)
    except OSError as error:
        _fail(BuildError(f"cannot write to {folder!r}: {error.strerror or error}"))
    ffibuilder.assembly.refresh_stub()
    gc.freeze()  # the process ends soon, and need not look through all of this for cycles first


def files(ffibuilder: FFIBuilder, folder: str, *, apart: bool | None = None) -> dict[str, bytes]:
    """What `main` writes into a folder, by name.

    apart: whether the C runtime gets a file of its own, which `ungil develop` compiles by itself;
        None: if the folder has one.
    """
    assembly = ffibuilder.assembly
    source = io.StringIO()
    ffibuilder.emit_c_code(source)
    name, beside = f"{assembly.base}.c", assembly.runtime_file
    target = os.path.normpath(os.path.join(folder, name))
    written = {name: source.getvalue(), f"{assembly.base}.pyi": assembly.stub}
    if apart is None:
        apart = os.path.exists(os.path.join(folder, beside))
    if apart:
        written[name] = written[name].replace(assembly.runtime, call_layer.inclusion(beside))
        written[beside] = call_layer.write_apart(assembly.runtime, assembly.head, name)
    return {
        **{name: text.encode() for name, text in written.items()},
        f"{assembly.base}.d": output.depfile(target, _dependencies(assembly)),
        "ungil.h": (INCLUDE / "ungil.h").read_bytes(),
    }


def _chosen(written: Mapping[str, bytes], names: Sequence[str], runtime: str) -> dict[str, bytes]:
    """The files that were asked for, and the depfile. Raises BuildError."""
    unknown = [name for name in names if name not in written]
    if unknown:
        known = ", ".join(sorted({*written, runtime} - {f for f in written if f.endswith(".d")}))
        raise BuildError(f"--output {unknown[0]}: there is no such file, only {known}")
    return {name: data for name, data in written.items() if name in names or name.endswith(".d")}


def _outputs(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The folder to write into, and the names of the files; of none: all that always are there.

    argparse, whose import takes a tenth of the time that an edit costs, comes in only where there
    is something to say about the command line.
    """
    if len(arguments) == 2 and arguments[0] == "--output-dir":
        return arguments[1], []
    if len(arguments) >= 2 and arguments[0] == "--output":
        paths = arguments[1:]
        folders = {os.path.dirname(path) for path in paths}
        if len(folders) == 1 and not any(path.startswith("-") for path in paths):
            return folders.pop() or os.curdir, [os.path.basename(path) for path in paths]
    import argparse

    parser = argparse.ArgumentParser(description="Write a module's C file, stub and ungil.h.")
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--output-dir", metavar="DIR", help="a folder for all of them")
    where.add_argument(
        "--output",
        nargs="+",
        metavar="FILE",
        help="which of them to write, all into one folder; with MODULE_runtime.c among them"
        " the C runtime is compiled apart from the calls by `ungil develop`",
    )
    given = parser.parse_args(arguments)
    if given.output is not None:
        parser.error("--output: the files must lie in one folder")
    return str(given.output_dir), []


def check_module_name(module: str) -> None:
    """Raises BuildError unless both C and Python can spell the name."""
    for part in module.split("."):
        if not re.fullmatch(r"[A-Za-z_]\w*", part, re.ASCII) or keyword.iskeyword(part):
            raise BuildError(
                f"{module!r} cannot name a module: each part between dots must be an identifier of "
                "ASCII letters, digits and underscores, and no keyword of Python"
            )


def _fail(error: Exception) -> NoReturn:
    """Ends the script: what is wrong, whole and without a traceback, and status 1."""
    text = str(error) if isinstance(error, HeaderError) else f"ungil: error: {error}."
    print(text, file=sys.stderr)
    raise SystemExit(1) from error


def _lock(gil: str) -> Lock:
    choices = {lock.value: lock for lock in (Lock.RELEASE, Lock.HOLD, Lock.AUTO)}
    if gil not in choices:
        raise BuildError(f"gil must be one of {', '.join(map(repr, choices))}, not {gil!r}")
    return choices[gil]


def _read(
    headers: Sequence[Path], folder: Path, lock: Lock, prefix: str
) -> tuple[Interface, tuple[Diagnostic, ...]]:
    """What the headers say; what the call layer cannot bind is left to `lib`, with a note."""
    reading = header.read(headers, base=folder, lock=lock, prefix=prefix)
    functions = []
    notes = list(reading.notes)
    for function in reading.interface.functions:
        settled = function.unbound or function.explicit_skip
        reason = None if settled else call_layer.refusal(function)
        if reason is not None:
            notes.append(_left_to_lib(function, reason))
            function = replace(function, unbound=reason)
        functions.append(function)
    return replace(reading.interface, functions=tuple(functions)), tuple(notes)


def _left_to_lib(function: Function, reason: str) -> Diagnostic:
    message = f"{function.name}() is reached through lib only: {reason}"
    return Diagnostic("left-to-lib", function.span, message)


def _ffibuilder(assembly: Assembly) -> FFIBuilder:
    try:
        import cffi  # noqa: F401
    except ImportError:
        return CallLayerOnly(assembly)
    from ungil.with_cffi import FFI

    return FFI(assembly)


def _dependencies(assembly: Assembly) -> list[str]:
    """The headers, and every file of ungil that has a say in the output: no command has."""
    modules = [
        module.__file__
        for name, module in sys.modules.items()
        if name.partition(".")[0] == "ungil" and module.__file__ and not _COMMANDS.match(name)
    ]
    fixed = [*(PACKAGE / "runtime").glob("*.h"), INCLUDE / "ungil.h"]
    headers = [assembly.folder / file for file in assembly.interface.files]
    return sorted({*modules, *map(os.fspath, fixed), *map(os.fspath, headers)})
