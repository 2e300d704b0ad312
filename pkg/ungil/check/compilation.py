"""The C files of a project, the flags that they are compiled with, and their objects."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ungil.check import mismatch
from ungil.diagnostics import Diagnostic, Span

# Options that say how a file is read, and whether their argument may be a word of its own.
_READING = ("-I", "-isystem", "-iquote", "-idirafter", "-include", "-D", "-U")
_PATHS = ("-I", "-isystem", "-iquote", "-idirafter", "-include")


@dataclass(frozen=True, slots=True)
class Unit:
    """A C file, and the compiler's options that say how it is read and optimized.

    Paths in them are absolute.
    """

    file: Path
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """The object of a unit, and every file that was read for it."""

    unit: Unit
    object: Path
    files: tuple[Path, ...]


def from_commands(database: Path, root: Path) -> list[Unit]:
    """The units of a `compile_commands.json` that lie in a project and not in its build folder."""
    units = {}
    for entry in json.loads(database.read_text(encoding="utf-8")):
        folder = Path(entry["directory"])
        file = Path(os.path.normpath(folder / entry["file"]))
        arguments = entry.get("arguments") or shlex.split(entry["command"])
        inside = file.is_relative_to(root) and not file.is_relative_to(database.parent)
        if file.suffix == ".c" and inside and file.is_file():
            units[file] = Unit(file, _reading_flags(arguments[1:], folder))
    return list(units.values())


def _reading_flags(arguments: Sequence[str], folder: Path) -> tuple[str, ...]:
    flags: list[str] = []
    following = iter(arguments)
    for argument in following:
        if argument.startswith(("-std=", "-O", "-f", "-m", "-pthread")) and not argument.startswith(
            ("-fdiagnostics", "-fvisibility", "-flto", "-fsanitize")
        ):
            flags.append(argument)
        option = next((o for o in sorted(_READING, key=len)[::-1] if argument.startswith(o)), None)
        if option is None:
            continue
        value = argument[len(option) :] or next(following, "")
        if option in _PATHS and (option != "-include" or (folder / value).exists()):
            value = os.path.normpath(folder / value)
        flags += [option, value] if option.startswith("-i") else [option + value]
    return tuple(flags)


def from_sources(
    files: Iterable[Path], folders: Iterable[str | Path], macros: Iterable[tuple[str, str]] = ()
) -> list[Unit]:
    """Units of files for which no build has said any flags."""
    flags = [f"-I{os.path.abspath(folder)}" for folder in folders]
    flags += [f"-D{name}={value}" for name, value in macros]
    return [Unit(file, tuple(flags)) for file in files]


def compile_all(
    units: Sequence[Unit], compiler: Sequence[str], folder: Path, base: Path
) -> tuple[list[Compiled], list[Diagnostic]]:
    """Compiles units into a folder, without optimization; what does not compile is reported."""
    compiled, wrong = [], []
    for number, unit in enumerate(units):
        target = folder / f"{number}-{unit.file.stem}.o"
        dependencies = target.with_suffix(".d")
        flags = [f for f in unit.flags if not f.startswith("-O")]
        output = [*("-w", "-O0", "-g0", "-fPIC", "-fno-common"), "-c", str(unit.file)]
        output += ["-o", str(target), "-MD", "-MF", str(dependencies)]
        command = [*compiler, *flags, *output]
        done = run(command, base)
        if done.returncode == 0:
            compiled.append(Compiled(unit, target, _read_dependencies(dependencies)))
        else:
            wrong += _errors(done.stderr, unit.file, base)
    return compiled, wrong


def complaint(messages: str) -> str:
    """The line that says first what is wrong, of what a compiler or a linker has printed."""
    lines = messages.splitlines()
    telling = [line for line in lines if "error" in line or "undefined" in line]
    return (telling or lines or ["the compiler says nothing"])[0].strip()


def run(command: Sequence[str], base: Path) -> subprocess.CompletedProcess[str]:
    """Runs a tool whose messages are read: in English."""
    english = os.environ | {"LC_ALL": "C"}
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        errors="replace",
        cwd=base,
        env=english,
        check=False,
    )


def _read_dependencies(file: Path) -> tuple[Path, ...]:
    text = file.read_text(encoding="utf-8", errors="surrogateescape").replace("\\\n", " ")
    _, _, names = text.partition(": ")
    return tuple(Path(name.replace("\\ ", " ")) for name in re.findall(r"(?:\\ |\S)+", names))


def _errors(output: str, file: Path, base: Path) -> list[Diagnostic]:
    """The compiler's errors as diagnostics; its first line where none can be read."""
    pattern = re.compile(r"^(.+?):(\d+):(?:(\d+):)? (?:fatal )?error: (.*)$", re.MULTILINE)
    found, others = mismatch.diagnostics(output, lambda file: name_of(file, base))
    for match in pattern.finditer(others):
        span = Span(name_of(match[1], base), int(match[2]), int(match[3] or 1))
        found.append(Diagnostic("cannot-compile", span, match[4]))
    if found:
        return found
    first = (output.strip().splitlines() or ["the compiler says nothing"])[0]
    return [Diagnostic("cannot-compile", Span(name_of(file, base), 1, 1), first)]


def name_of(file: str | Path, base: Path) -> str:
    """A file's name in diagnostics: relative to the project where it lies in it."""
    path = Path(os.path.normpath(base / file))
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.as_posix()
