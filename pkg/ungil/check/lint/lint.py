"""The lint from end to end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ungil.check.compilation import Compiled, Unit
from ungil.check.lint import clang, reader, rules, symbols
from ungil.check.lint.locks import STANDARD, LockNames
from ungil.diagnostics import Diagnostic
from ungil.interface import Interface


def run(
    units: Sequence[Unit],
    compiled: Sequence[Compiled],
    interface: Interface,
    compiler: Sequence[str],
    base: Path,
    names: LockNames = STANDARD,
) -> list[Diagnostic]:
    """What the lint reports of C files. Raises ungil.libclang.ClangMissingError.

    compiled: objects of the same files, to tell whether libclang has seen all of them.
    """
    parsed, wrong = clang.parse(units, compiler, base)
    program = reader.read(parsed, base)
    found = rules.check(program, interface.functions, names)
    exported = [function.name for function in interface.functions]
    return [*wrong, *found, *symbols.unseen(compiled, program, base, exported)]
