"""`ungil wrap`: a declaration header for an existing library, to start a binding with."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from ungil.libclang import ClangMissingError
from ungil.project import script, toolchain
from ungil.project.error import CommandError
from ungil.project.interruption import signals_raise, uninterrupted
from ungil.project.wrap import headers, linking, proposals, reading, report, scaffold
from ungil.project.wrap.headers import Unit
from ungil.project.wrap.linking import Link
from ungil.project.wrap.model import Library
from ungil.project.wrap.verification import verified
from ungil.project.wrap.writer import Contents

_NOT_DEFINED = "the library does not define it"


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says.

    library: what to link; looked for when None.
    prefix: what names lose in Python.
    out: the header to write; `cdefs/x_bind.h` in the project when None.
    include: folders to look for headers in; define: macros, as NAME or NAME=VALUE.
    """

    header: str
    library: str | None = None
    prefix: str = ""
    out: Path | None = None
    include: tuple[Path, ...] = ()
    define: tuple[str, ...] = ()
    as_json: bool = False


def run(options: Options) -> None:
    """Writes a declaration header for a library's header. Raises CommandError."""
    try:
        compiler = toolchain.c_compiler()
        with signals_raise():
            _wrap(options, compiler)
    except toolchain.ToolchainError as error:
        raise CommandError(str(error)) from error
    except ClangMissingError as error:
        raise CommandError(str(error), hint="pip install 'ungil[wrap]'") from error


def _link(
    options: Options, links: Sequence[Link], library: Library, unit: Unit, compiler: Sequence[str]
) -> Link | None:
    """The library that defines what is declared; None where the project may do so itself."""
    names = [function.name for function in library.functions]
    names += [each.name for each in library.objects]
    link = None
    if names:
        least = 0.0 if options.library else 0.5  # fftw3.h declares what four libraries define
        link = linking.choose(links, library.includes, names, unit.flags, compiler, least=least)
    if link is None and names and options.library:
        raise CommandError(f"{options.library} is not the library that {library.include} declares")
    if link is None and names and unit.place.folder is None:
        raise CommandError(
            f"no library was found that defines what {library.include} declares",
            hint="name it: --library z for -lz, or pkg-config's name of it",
        )
    return link


def _wrap(options: Options, compiler: Sequence[str]) -> None:
    root = _root()
    out = options.out or _default(options.header, root)
    _refuse(out, options)
    links = _candidates(options, compiler)
    unit = _read(options, links, compiler)
    library = reading.read(unit, compiler)
    link = _link(options, links, library, unit, compiler)
    library = _without(library, link.missing if link else frozenset())
    proposed = proposals.propose(library.functions)
    flags = [*unit.flags, *(f for f in (link.flags if link else ()) if f[:2] in ("-I", "-D"))]
    contents, text = verified(
        Contents(library, proposed), _guard(out), options.prefix, flags, compiler
    )
    folder = unit.place.folder
    include = "" if folder is None else _relative(folder, root)
    binding = scaffold.Binding(_relative(out, root), options.prefix, link, include)
    with uninterrupted():
        _write(out, str(text))
        edits = scaffold.connect(binding, root)
    show = report.as_json if options.as_json else report.as_text
    click.echo(show(contents, out, link, edits))


# --- before ------------------------------------------------------------------------------------


def _root() -> Path | None:
    """The folder of the project that the current folder belongs to."""
    try:
        return script.find().parent
    except CommandError:
        return None


def _default(header: str, root: Path | None) -> Path:
    stem = re.sub(r"\W", "_", Path(header.strip("<>")).stem)
    return (root or Path.cwd()) / "cdefs" / f"{stem}_bind.h"


def _guard(out: Path) -> str:
    name = re.sub(r"[^A-Z0-9]", "_", out.stem.upper())
    return f"{'H_' if name[:1].isdigit() else ''}{name}_H"


def _refuse(out: Path, options: Options) -> None:
    """Raises CommandError where the header cannot be written, before the work."""
    if out.name == Path(options.header.strip("<>")).name:
        raise CommandError(
            f"{out.name} is the name of the library's own header, which it would hide",
            hint=f"call it {out.stem}_bind.h",
        )
    if not out.name.isprintable() or set(out.name) & set('"\\<>'):
        raise CommandError(f"C cannot include a header that is called {out.name!r}")
    if os.path.lexists(out):
        raise CommandError(f"{out} is there already", hint="choose another file: --out FILE")
    if options.prefix and not re.fullmatch(r"[A-Za-z_]\w*", options.prefix, re.ASCII):
        raise CommandError(f"no name in C begins with {options.prefix!r}")


def _candidates(options: Options, compiler: Sequence[str]) -> list[Link]:
    """The library that was named, or those that it may be."""
    if options.library is not None:
        return [linking.named(options.library, compiler)]
    return linking.candidates(options.header.strip("<>"))


def _read(options: Options, links: Sequence[Link], compiler: Sequence[str]) -> Unit:
    """The header, which may lie where only pkg-config knows."""
    folders = [Path(os.path.abspath(folder)) for folder in options.include]
    known = [Path(folder) for link in links for folder in link.folders("-I")]
    try:
        place = headers.find(options.header, folders, compiler)
    except CommandError:
        place = replace(headers.find(options.header, [*folders, *known], compiler), folder=None)
        folders += known
    flags = [f"-I{folder}" for folder in folders]
    return headers.read(place, [*flags, *(f"-D{name}" for name in options.define)], compiler)


def _without(library: Library, missing: frozenset[str]) -> Library:
    """The library without what it does not define: no import would find it."""
    return replace(
        library,
        functions=tuple(f for f in library.functions if f.name not in missing),
        objects=tuple(o for o in library.objects if o.name not in missing),
        left_out=(*library.left_out, *((name, _NOT_DEFINED) for name in sorted(missing))),
    )


# --- after -------------------------------------------------------------------------------------


def _write(out: Path, text: str) -> None:
    """Writes the header, whole or not at all; never over another file."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with open(out, "x", encoding="utf-8", newline="\n") as file:
            try:
                file.write(text)
                file.flush()
            except BaseException:
                out.unlink()
                raise
    except FileExistsError:
        raise CommandError(f"{out} is there already") from None
    except OSError as error:
        raise CommandError(f"cannot write {out}: {error.strerror or error}") from error


def _relative(path: Path, root: Path | None) -> str:
    """A path as the files of a project name it."""
    whole, home = Path(os.path.abspath(path)), root or Path.cwd()
    return (whole.relative_to(home) if whole.is_relative_to(home) else whole).as_posix()
