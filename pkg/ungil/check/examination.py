"""Everything that is checked of a module, in order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ungil.assembly import FFIBuilder
from ungil.check import compilation, declared, sources, stale
from ungil.check.lint import lint
from ungil.check.lint.locks import LockNames
from ungil.check.sources import Sources
from ungil.diagnostics import Diagnostic


@dataclass(frozen=True)
class Findings:
    """What was found in how many functions and C files."""

    diagnostics: tuple[Diagnostic, ...]
    functions: int
    files: int
    sources: Sources


def examine(
    ffibuilder: FFIBuilder,
    compiler: Sequence[str],
    names: LockNames,
    progress: Callable[[str], None] = lambda _: None,
) -> Findings:
    """Checks definitions and files, and runs the lint. Raises ungil.libclang.ClangMissingError.

    progress: is told what comes next.
    """
    assembly = ffibuilder.assembly
    base, interface = assembly.folder, assembly.interface
    found = sources.find(assembly)
    with tempfile.TemporaryDirectory(prefix="ungil-check-") as name:
        folder = Path(name)
        progress(f"compiling {len(found.units)} C files")
        compiled, wrong = compilation.compile_all(found.units, compiler, folder, base)
        if not wrong:
            libraries = found.libraries
            wrong += declared.undefined(
                interface, compiled, found.others, compiler, libraries, folder, base
            )
        wrong += declared.not_included(interface, compiled, base)
        wrong += stale.stale(ffibuilder, found.build, base)
        progress("looking for what threads share")
        wrong += lint.run(found.units, compiled, interface, compiler, base, names)
    return Findings(tuple(wrong), len(interface.functions), len(found.units), found)
