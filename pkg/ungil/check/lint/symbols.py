"""The writable objects in object files, to be held against what the lint has seen.

libclang and the C compiler may read a file differently (a macro that only one of them has, an
object made by inline assembly). An object that only the compiler has seen means that the lint has
not judged everything.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from ungil.check.compilation import Compiled, name_of
from ungil.check.lint.program import Program
from ungil.diagnostics import Diagnostic, Span

_WRITABLE = frozenset("dDbBC")


def unseen(compiled: Iterable[Compiled], program: Program, base: Path) -> list[Diagnostic]:
    """What the object files have and the program has not. Nothing where there is no `nm`."""
    if shutil.which("nm") is None:
        return []
    seen = {each.name for each in program.objects.values()}
    return [
        Diagnostic(
            "incomplete",
            Span(name_of(each.unit.file, base), 1, 1),
            f"the compiled file has a writable object {name!r} that the lint has not seen",
            hint="declare it in C, outside of conditions that hold for one compiler only",
        )
        for each in compiled
        for name in sorted(writable(each.object) - seen)
    ]


def writable(file: Path) -> set[str]:
    """The names of a file's writable objects that are not thread-local, as C spells them."""
    command = ["nm", "--format=sysv", str(file)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = set()
    for line in output.splitlines():
        columns = [column.strip() for column in line.split("|")]
        if len(columns) != 7 or columns[2] not in _WRITABLE or columns[3] == "TLS":
            continue
        if not columns[6].startswith((".data.rel.ro", ".tbss", ".tdata")):
            found.add(_in_c(columns[0]))
    return found


def _in_c(symbol: str) -> str:
    """A static local is `name.0` to gcc, `function.name` to clang."""
    without_number = re.sub(r"(\.\d+)+$", "", symbol)
    return without_number.rpartition(".")[2]
