"""Builds of the stress: one for the thread sanitizer, one for memory and undefined behaviour."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ungil.check.compilation import Unit, complaint, run

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Sanitizer:
    """What a build looks for, how it is compiled, and with how many threads it runs.

    The address sanitizer puts no guard around thread-local objects: in its build they are plain
    ones, which one thread may use.
    """

    name: str
    flags: tuple[str, ...]
    threads: int


THREADS = Sanitizer("threads", ("-fsanitize=thread",), 4)
MEMORY = Sanitizer(
    "memory",
    ("-fsanitize=address,undefined", "-D_Thread_local=", "-D__thread=", "-Dthread_local="),
    1,
)


class StressError(Exception):
    """The stress cannot be built; the text says why."""


def compiler() -> list[str] | None:
    """gcc, where its sanitizers work."""
    return ["gcc"] if shutil.which("gcc") else None


def build(
    sanitizer: Sanitizer,
    driver: str,
    units: Sequence[Unit],
    libraries: Sequence[str],
    command: Sequence[str],
    folder: Path,
    base: Path,
) -> Path:
    """The program of a driver and the project's C. Raises StressError."""
    place = folder / sanitizer.name
    place.mkdir()
    source = place / "stress.c"
    source.write_text(driver, encoding="utf-8")
    common = ["-g", "-O1", "-fno-omit-frame-pointer", "-w", "-fPIE", *sanitizer.flags]
    objects = []
    flags = units[0].flags if units else ()
    own = [Unit(source, ("-D_GNU_SOURCE", *flags, f"-I{HERE}"))]
    own.append(Unit(HERE / "ending.c", ("-D_GNU_SOURCE",)))
    for number, unit in enumerate([*units, *own]):
        target = place / f"{number}.o"
        words = [*command, *unit.flags, *common, "-c", str(unit.file), "-o", str(target)]
        _run(words, base)
        objects.append(str(target))
    program = place / "stress"
    linked = [*command, *common, "-pie", *objects, *libraries, "-pthread", "-lm"]
    done = run([*linked, "-o", str(program)], base)
    python = sorted(set(re.findall(r"undefined reference to `(_?Py\w+)'", done.stderr)))
    if python:
        # Which functions call these shows when they do.
        stubs = place / "python.c"
        stubs.write_text(
            f'#include "{HERE}/ending.h"\n'
            + "".join(f'void {name}(void) {{ ungil_needs_python("{name}"); }}\n' for name in python)
        )
        linked.append(str(stubs))
    if done.returncode != 0:
        _run([*linked, "-o", str(program)], base)
    return program


def _run(words: Sequence[str], base: Path) -> None:
    done = run(words, base)
    if done.returncode != 0:
        raise StressError(f"the stress cannot be built: {complaint(done.stderr)}")
