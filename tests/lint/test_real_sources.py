"""Libraries that many programs use, with the reports that they give.

tools/fetch-sources.sh fetches them; UNGIL_SOURCES is the folder that they lie in.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from ungil.check import report
from ungil.check.compilation import Unit, compile_all
from ungil.check.lint import clang, reader, rules, symbols
from ungil.check.lint.locks import STANDARD, LockNames
from ungil.diagnostics import Diagnostic, Span
from ungil.interface import Function, Result

pytest.importorskip("clang.cindex")

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
SOURCES = Path(os.environ.get("UNGIL_SOURCES") or CACHE / "ungil" / "sources")
EXPECTED = Path(__file__).parent / "real"


@dataclass(frozen=True)
class Library:
    """Where a library's sources lie; its public headers say what it exports."""

    folder: str
    headers: str
    sources: str
    flags: tuple[str, ...] = ()
    names: LockNames = STANDARD


YAML = ("MAJOR=0", "MINOR=2", "PATCH=5", 'STRING="0.2.5"')
ZLIB = ("-D_LARGEFILE64_SOURCE", "-DHAVE_UNISTD_H", "-DHAVE_STDARG_H")
LIBRARIES = {
    "cjson": Library("cjson", "cJSON.h", "cJSON.c"),
    "zlib": Library("zlib", "zlib.h", "*.c", ZLIB),
    "zlib-dynamic": Library("zlib", "zlib.h", "*.c", (*ZLIB, "-DDYNAMIC_CRC_TABLE")),
    # zlib has a once-function of its own.
    "zlib-dynamic-once": Library(
        "zlib", "zlib.h", "*.c", (*ZLIB, "-DDYNAMIC_CRC_TABLE"), STANDARD.with_own([], ["once"])
    ),
    "lz4": Library("lz4", "lib/*.h", "lib/*.c"),
    "xxhash": Library("xxhash", "xxhash.h", "xxhash.c"),
    # The only one that the lint was not made with at hand.
    "libzstd": Library(
        "libzstd", "lib/*.h", "lib/[cd]*/*.c", ("-DZSTD_MULTITHREAD", "-DXXH_NAMESPACE=ZSTD_")
    ),
    "libyaml": Library(
        "libyaml", "include/yaml.h", "src/*.c", tuple(f"-DYAML_VERSION_{each}" for each in YAML)
    ),
}


@pytest.mark.parametrize("name", LIBRARIES)
def test_library(name: str, tmp_path: Path, update: bool) -> None:
    library = LIBRARIES[name]
    root = SOURCES / library.folder
    if not root.is_dir():
        pytest.skip(f"no sources of {library.folder} in {SOURCES}: run tools/fetch-sources.sh")
    actual = "".join(f"{report.text(each)}\n" for each in findings(library, root, tmp_path))
    expected = EXPECTED / f"{name}.txt"
    if update:
        expected.write_text(actual, encoding="utf-8")
    assert actual == expected.read_text(encoding="utf-8")


def findings(library: Library, root: Path, objects: Path) -> list[Diagnostic]:
    flags = (*library.flags, f"-I{root / 'include'}", f"-I{root / 'lib'}")
    units = [Unit(file, flags) for file in sorted(root.glob(library.sources))]
    assert units
    parsed, wrong = clang.parse(units, ["gcc"], root)
    program = reader.read(parsed, root)
    headers = {str(path) for path in root.glob(library.headers)}
    exported = {
        cursor.spelling: declared(cursor.spelling, cursor.location, root)
        for each in parsed
        for cursor in each.unit.cursor.get_children()
        if cursor.kind.name == "FUNCTION_DECL"
        and cursor.linkage.name == "EXTERNAL"
        and os.path.normpath(cursor.location.file.name) in headers
    }
    assert len(exported) > 20
    found = rules.check(program, exported.values(), library.names)
    compiled, errors = compile_all(units, ["gcc"], objects, root)
    return [*wrong, *errors, *found, *symbols.unseen(compiled, program, root)]


def declared(name: str, place: object, root: Path) -> Function:
    """A function as a header without ungil's words declares it."""
    span = Span(
        Path(os.path.normpath(place.file.name)).relative_to(root).as_posix(),
        place.line,
        place.column,
    )  # type: ignore[attr-defined]
    return Function(name, name, Result(None), (), span, "")
