"""Declared and defined: by asking the linker, which is who decides.

A small C file takes the address of every declared function and is linked with the project's
objects and libraries; whatever the linker then misses would be missing in the module too.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from ungil.check.compilation import Compiled, name_of, run
from ungil.diagnostics import Diagnostic, Span
from ungil.interface import Function, Interface

# How GNU ld, lld and Apple's linker name what they do not find.
_MISSING = re.compile(
    r"undefined reference to [`']_?(\w+)'|undefined symbol: _?(\w+)|^  \"_(\w+)\", referenced",
    re.MULTILINE,
)


def undefined(
    interface: Interface,
    compiled: Sequence[Compiled],
    others: Iterable[Path],
    compiler: Sequence[str],
    libraries: Sequence[str],
    folder: Path,
    base: Path,
) -> list[Diagnostic]:
    """Declared functions that nothing defines.

    others: C files of the project that are not linked, for the hint.
    libraries: what the linker is given besides the objects.
    """
    flags = [flag for each in compiled[:1] for flag in each.unit.flags]
    probe = folder / "declared.c"
    probe.write_text(_probe(interface), encoding="utf-8")
    objects = [str(each.object) for each in compiled]
    command = [
        *compiler,
        *flags,
        "-w",
        str(probe),
        *objects,
        *libraries,
        "-o",
        str(folder / "probe"),
    ]
    done = run(command, base)
    missing = {name for match in _MISSING.finditer(done.stderr) for name in match.groups() if name}
    found = []
    for function in interface.functions:
        if function.name in missing:
            hint = _hint(function.name, others, base)
            message = f"{function.name} is declared, but nothing that gets linked defines it"
            found.append(Diagnostic("undefined-function", function.span, message, hint=hint))
    return found


def _probe(interface: Interface) -> str:
    """C that needs every declared function; a header's own `static inline` is there by itself."""
    includes = "".join(f'#include "{header}"\n' for header in interface.headers)
    uses = "".join(f"    (void (*)(void))({each.name}),\n" for each in interface.functions)
    table = f"void (*const volatile ungil_declared[])(void) = {{\n{uses}    0}};\n"
    return f"{includes}{table}int main(void) {{ return ungil_declared[0] == 0; }}\n"


def _hint(name: str, others: Iterable[Path], base: Path) -> str:
    pattern = re.compile(rf"\b{name}\s*\([^;]*\)\s*\{{")
    for file in others:
        if pattern.search(file.read_text(encoding="utf-8", errors="replace")):
            return f"{name_of(file, base)} defines it, but is not among the sources of the build"
    return "define it, name the library that does, or take the declaration out"


def not_included(
    interface: Interface, compiled: Iterable[Compiled], base: Path
) -> list[Diagnostic]:
    """C files that define a declared function without including the header that declares it.

    Then nothing compares the two, and a call may pass arguments of the wrong types.
    """
    declared: dict[str, Function] = {each.name: each for each in interface.functions}
    found = []
    for each in compiled:
        seen = {(base / file).resolve() for file in each.files}
        for name, line in _defined(each, declared):
            header = declared[name].span.file
            if (base / header).resolve() not in seen:
                file = name_of(each.unit.file, base)
                message = f"{name} is defined here, without the header that declares it"
                hint = f'#include "{Path(header).name}", so that the compiler compares the two'
                span = Span(file, line, 1)
                found.append(Diagnostic("header-not-included", span, message, hint=hint))
    return found


def _defined(compiled: Compiled, declared: Iterable[str]) -> list[tuple[str, int]]:
    """The declared functions that an object defines, with their lines in the C file."""
    command = ["nm", "--defined-only", "--extern-only", str(compiled.object)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    symbols = {line.split()[-1].removeprefix("_") for line in done.stdout.splitlines() if line}
    lines = compiled.unit.file.read_text(encoding="utf-8", errors="replace").splitlines()
    found = []
    for name in sorted(symbols & set(declared)):
        pattern = re.compile(rf"\b{name}\s*\(")
        number = next((n for n, line in enumerate(lines, 1) if pattern.search(line)), 1)
        found.append((name, number))
    return found
