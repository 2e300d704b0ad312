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
from ungil.check.lint.program import Call, Program
from ungil.check.lint.program import name_of as name_of_key
from ungil.check.lint.statements import steps_of
from ungil.diagnostics import Diagnostic, Span

_WRITABLE = frozenset("dDbBC")
_WEAK = frozenset("vVu")  # of any section
_FUNCTIONS = frozenset("tTW")


def unseen(
    compiled: Iterable[Compiled], program: Program, base: Path, exported: Iterable[str] = ()
) -> list[Diagnostic]:
    """What the object files have and the program has not. Nothing where there is no `nm`.

    Of the functions only those matter that are exported, or called by what the program has.
    """
    if shutil.which("nm") is None:
        return []
    functions = {each.name for each in program.functions.values()}
    wanted = (_called(program) | set(exported)) - functions
    found = []
    for each in compiled:
        files = {name_of(file, base) for file in each.files}
        seen = {known.name for known in program.objects.values() if known.span.file in files}
        objects, defined = symbols(each.object)
        missing = [f"a writable object {name!r}" for name in sorted(objects - seen)]
        missing += [f"a function {name!r}" for name in sorted(defined & wanted)]
        place = Span(name_of(each.unit.file, base), 1, 1)
        hint = "write it in C, outside of conditions that hold for one compiler only"
        for what in missing:
            message = f"the compiled file has {what} that the lint has not seen"
            found.append(Diagnostic("incomplete", place, message, hint=hint))
    return found


def _called(program: Program) -> set[str]:
    return {
        name_of_key(step.callee)
        for function in program.functions.values()
        for step in steps_of(function.body)
        if isinstance(step, Call) and step.callee is not None
    }


def symbols(file: Path) -> tuple[set[str], set[str]]:
    """The names of a file's writable objects that are not thread-local, and of its functions."""
    command = ["nm", "--format=sysv", str(file)]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    objects, functions = set(), set()
    for line in output.splitlines():
        columns = [column.strip() for column in line.split("|")]
        if len(columns) != 7:
            continue
        name, _, kind, type_, _, _, section = columns
        writable = kind in _WRITABLE or (kind in _WEAK and section.startswith((".data", ".bss")))
        constant = section.startswith((".data.rel.ro", ".tbss", ".tdata"))
        if kind in _FUNCTIONS and type_ == "FUNC":
            functions.add(name.partition(".")[0])  # `f.localalias`, `f.part.0`
        elif writable and type_ != "TLS" and not constant:
            objects.add(_in_c(name))
    return objects, functions


def _in_c(symbol: str) -> str:
    """A static local is `name.0` to gcc, `function.name` to clang."""
    without_number = re.sub(r"(\.\d+)+$", "", symbol)
    return without_number.rpartition(".")[2]
