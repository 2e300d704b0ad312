"""The library's header: where it lies, its translation unit, and which files are the library's.

libclang reads it as the C compiler would, so that macros and conditionals have been followed. Of
what it includes, these files are the library's too: those named in quotes, those in a folder that
is called as the header is (`sodium/…` of sodium.h) or in `bits/`, as the C library has it; and for
a header that declares no function itself, all that lie in its own folder or below.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ungil.libclang import library, system_folders
from ungil.project.error import CommandError

MAIN = "ungil_wrap.c"
_EXPECTED = ("stdio.h",)  # what some headers, such as jpeglib.h, want included before them
_MOST_ERRORS = 5
_CXX_SUFFIXES = (".hh", ".hpp", ".hxx", ".h++")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a header lies.

    include: how C includes it.
    folder: what `-I` needs for that; None for a folder that the compiler looks in by itself.
    """

    path: Path
    include: str
    folder: Path | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A header as libclang has read it.

    includes: what C includes, in order; the last is the header itself.
    cursors: what lies in the library's files, in order.
    shadowing: names of macros with parameters, wherever they are defined.
    """

    place: Place
    includes: tuple[str, ...]
    flags: tuple[str, ...]
    cursors: tuple[Any, ...]
    files: frozenset[str]
    shadowing: frozenset[str]


def find(header: str, folders: Sequence[Path], compiler: Sequence[str]) -> Place:
    """Finds a header by its name, as C does, or by its path. Raises CommandError.

    folders: where to look before the C compiler's own folders.
    """
    name = header.removeprefix("<").removesuffix(">")
    if name.endswith(_CXX_SUFFIXES):
        raise _cxx(name)
    system = [Path(folder) for folder in system_folders(tuple(compiler))]
    searched = [*folders, *system]
    if not os.path.isabs(name):
        for folder in searched:
            if (folder / name).is_file():
                return Place(folder / name, name, None if folder in system else folder)
    path = Path(os.path.abspath(name))
    if path.is_file():
        for folder in searched:
            if path.is_relative_to(folder):
                include = path.relative_to(folder).as_posix()
                return Place(path, include, None if folder in system else folder)
        return Place(path, path.name, path.parent)
    looked = "".join(f"\n    {folder}" for folder in searched)
    raise CommandError(
        f"there is no header {header}; looked in{looked}",
        hint="install the library's development package, or name its folder: -I DIR",
    )


def read(place: Place, flags: Sequence[str], compiler: Sequence[str]) -> Unit:
    """Reads a header with all that it includes. Raises CommandError, ClangMissingError.

    flags: `-I…` and `-D…` of the command line and of the library.
    """
    folder = [] if place.folder is None else [f"-I{place.folder}"]
    whole = (*folder, *flags)
    for includes in ((place.include,), (*_EXPECTED, place.include)):
        unit = _parse(includes, whole, compiler, "c")
        wrong = _errors(unit)
        files = frozenset[str]() if wrong else _own_files(unit, place)
        wrong = wrong or _errors(unit, files)
        if not wrong:
            break
    if wrong and _is_cxx(wrong, _parse(includes, whole, compiler, "c++")):
        raise _cxx(place.include)
    if wrong:
        more = len(wrong) - _MOST_ERRORS
        shown = [*wrong[:_MOST_ERRORS], *([f"and {more} more"] if more > 0 else [])]
        raise CommandError(
            f"{place.include} cannot be read:" + "".join(f"\n    {line}" for line in shown),
            hint="name what it needs: folders with -I, macros with -D NAME[=VALUE]",
        )
    cursors = tuple(unit.cursor.get_children())
    shadowing = frozenset(
        cursor.spelling
        for cursor in cursors
        if cursor.kind.name == "MACRO_DEFINITION" and has_parameters(cursor)
    )
    own = tuple(cursor for cursor in cursors if _file_of(cursor.location) in files)
    return Unit(place, includes, whole, own, files, shadowing)


def parse_text(text: str, flags: Sequence[str], compiler: Sequence[str]) -> Any:
    """The translation unit of a C text, which includes what it asks about."""
    return library().Index.create().parse(MAIN, _arguments("c", flags, compiler), [(MAIN, text)])


def _arguments(language: str, flags: Sequence[str], compiler: Sequence[str]) -> list[str]:
    searched = system_folders(tuple(compiler))
    arguments = ["-x", language, "-nostdinc", "-ferror-limit=0", "-w", *flags]
    return arguments + [word for folder in searched for word in ("-isystem", folder)]


def has_parameters(cursor: Any) -> bool:
    """Whether a macro's definition has parameters."""
    return bool(library().conf.lib.clang_Cursor_isMacroFunctionLike(cursor))


def _cxx(name: str) -> CommandError:
    return CommandError(
        f"{name} is a C++ header, and ungil binds C",
        hint='declare in a C header, by extern "C", what Python shall call, and wrap that',
    )


def included(includes: Sequence[str]) -> str:
    """The lines of C that include some headers."""
    return "".join(f"#include <{name}>\n" for name in includes)


def _parse(
    includes: Sequence[str], flags: Sequence[str], compiler: Sequence[str], language: str
) -> Any:
    cindex = library()
    options = cindex.TranslationUnit
    try:
        return cindex.Index.create().parse(
            MAIN,
            _arguments(language, flags, compiler),
            [(MAIN, included(includes))],
            options.PARSE_DETAILED_PROCESSING_RECORD | options.PARSE_SKIP_FUNCTION_BODIES,
        )
    except cindex.TranslationUnitLoadError:
        raise CommandError(f"libclang cannot read {includes[-1]}") from None


def _file_of(location: Any) -> str:
    return location.file.name if location.file else ""


def _is_cxx(wrong: Sequence[str], unit: Any) -> bool:
    """Whether a header that is wrong as C is C++: right as that, or in need of its library."""
    return not _errors(unit, None) or re.search(r"'\w+' file not found$", wrong[0]) is not None


def _errors(unit: Any, files: frozenset[str] | None = frozenset()) -> list[str]:
    """What libclang cannot go on after, and errors in some files (all, for None).

    It knows the builtins of no other compiler, and goes on after errors in the system's headers.
    """
    cindex = library()
    return [
        f"{_file_of(found.location)}:{found.location.line}:{found.location.column}: "
        f"{found.spelling}"
        for found in unit.diagnostics
        if found.severity >= cindex.Diagnostic.Fatal
        or (
            found.severity >= cindex.Diagnostic.Error
            and (files is None or _file_of(found.location) in files)
        )
    ]


# --- the library's files -----------------------------------------------------------------------


def _own_files(unit: Any, place: Place) -> frozenset[str]:
    inclusions = list(_inclusions(unit))
    files = {[file for includer, file, _ in inclusions if includer == MAIN][-1]}
    for includer, file, written in inclusions:  # in the order of reading: includers first
        if includer in files and _belongs(written, place):
            files.add(file)
    declares = any(
        cursor.kind.name == "FUNCTION_DECL" and _file_of(cursor.location) in files
        for cursor in unit.cursor.get_children()
    )
    if not declares and "/" in place.include:
        home = place.path.parent
        files |= {file for _, file, _ in inclusions if Path(file).is_relative_to(home)}
    return frozenset(files)


def _belongs(written: str, place: Place) -> bool:
    name = written.strip('<">')
    top = name.partition("/")[0] if "/" in name else ""
    return written.startswith('"') or top in (place.path.stem, "bits")


def _inclusions(unit: Any) -> Iterator[tuple[str, str, str]]:
    """Includer, included file, and its name in quotes or brackets; in the order of reading."""
    for cursor in unit.cursor.get_children():
        if cursor.kind.name == "INCLUSION_DIRECTIVE":
            written = "".join([token.spelling for token in cursor.get_tokens()][2:])
            yield _file_of(cursor.location), cursor.get_included_file().name, written
