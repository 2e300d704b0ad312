"""C files to translation units of libclang, by the flags that it needs.

libclang's wheel has no compiler headers, so it is told to look where the C compiler looks. A
parse error in an author's file is an error of the check: the expression around it drops out of
the tree, and with it whatever it would have told. Errors in system headers are not: libclang
knows the builtins of no other compiler, and goes on after them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ungil.check.compilation import Unit, name_of
from ungil.diagnostics import Diagnostic, Span
from ungil.libclang import library, system_folders

_INCLUDE = Path(__file__).parent / "include"
_KEPT = ("-I", "-i", "-D", "-U", "-std=", "-pthread")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A C file as libclang sees it (`unit` is a `clang.cindex.TranslationUnit`)."""

    file: Path
    unit: Any


def parse(
    units: Sequence[Unit], compiler: Sequence[str], base: Path
) -> tuple[list[Parsed], list[Diagnostic]]:
    """Parses C files; the diagnostics are the errors in files that are not the system's."""
    cindex = library()
    index = cindex.Index.create()
    searched = tuple(system_folders(tuple(compiler)))
    parsed, wrong = [], []
    for unit in units:
        flags = [
            *(
                "-x",
                "c",
                "-nostdinc",
                "-ferror-limit=0",
                "-w",
                "-DUNGIL_LINT",
            ),
            *("-isystem", str(_INCLUDE), "-include", str(_INCLUDE / "ungil_builtins.h")),
            *_kept(unit.flags),
            *(word for folder in searched for word in ("-isystem", folder)),
        ]
        try:
            translated = index.parse(str(unit.file), args=flags)
        except cindex.TranslationUnitLoadError:
            span = Span(name_of(unit.file, base), 1, 1)
            wrong.append(Diagnostic("parse-error", span, "libclang cannot read this file"))
            continue
        wrong += _errors(translated, base)
        parsed.append(Parsed(unit.file, translated))
    return parsed, wrong


def in_system_header(location: Any) -> bool:
    """Whether a place lies in a header that is the system's, not the author's."""
    return bool(location.is_in_system_header)


def _kept(flags: Sequence[str]) -> list[str]:
    """The options that say how a file is read: all others are another compiler's."""
    kept: list[str] = []
    following = iter(flags)
    for flag in following:
        if flag.startswith(_KEPT):
            kept.append(flag)
            if flag in ("-isystem", "-iquote", "-idirafter", "-include"):
                kept.append(next(following, ""))
    return kept


def _errors(translated: Any, base: Path) -> list[Diagnostic]:
    cindex = library()
    found: dict[Span, Diagnostic] = {}
    for diagnostic in translated.diagnostics:
        place = diagnostic.location
        if diagnostic.severity < cindex.Diagnostic.Error:
            continue
        # A fatal one hides all that come after it, those in the author's files too.
        fatal = diagnostic.severity >= cindex.Diagnostic.Fatal
        if place.file is not None and in_system_header(place) and not fatal:
            continue
        name = name_of(place.file.name if place.file else translated.spelling, base)
        span = Span(name, max(place.line, 1), max(place.column, 1))
        found.setdefault(span, Diagnostic("parse-error", span, diagnostic.spelling))
    return list(found.values())
