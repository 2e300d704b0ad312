"""Headers that are read: the notes they give, and what cffi and the C compiler say of them.

Beside each header stand its notes and the text for cffi (rewritten by `pytest --update`).
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

import ungil
from ungil import header
from ungil.header import Reading

HERE = Path(__file__).parent
GOOD = HERE / "good"
CASES = sorted(path for path in GOOD.iterdir() if path.suffix == ".h" or path.is_dir())
COMPILERS = [name for name in ("gcc", "clang") if shutil.which(name)]
STRICT = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wno-unused-function"]


def headers_of(case: Path) -> tuple[list[Path], Path]:
    """The headers of a case, and the folder that they lie in."""
    return (sorted(case.glob("*.h")), case) if case.is_dir() else ([case], GOOD)


def read(case: Path) -> Reading:
    headers, base = headers_of(case)
    return header.read(headers, base=base)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_notes_and_text_for_cffi(case: Path, update: bool) -> None:
    reading = read(case)
    notes = "".join(f"{note}\n" for note in reading.notes)
    actual = f"{notes}----\n{reading.interface.declarations}"
    expected = case.with_suffix(".txt")
    if update:
        expected.write_text(actual, encoding="utf-8")
    assert actual == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("compiler", COMPILERS)
def test_header_is_c(case: Path, compiler: str, tmp_path: Path) -> None:
    """What ungil reads is ordinary C: the compiler takes it without a warning."""
    headers, base = headers_of(case)
    source = tmp_path / "main.c"
    source.write_text("".join(f'#include "{path.name}"\n' for path in headers))
    command = [compiler, *STRICT, "-fsyntax-only", f"-I{base}", *includes(), str(source)]
    assert subprocess.run(command, capture_output=True, text=True).stderr == ""


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_cffi_compiles_the_declarations(case: Path, tmp_path: Path) -> None:
    """cffi takes the text, and the C that it makes of it fits the header."""
    cffi = pytest.importorskip("cffi")
    reading = read(case)
    _, base = headers_of(case)
    ffi = cffi.FFI()
    ffi.cdef(reading.interface.declarations)
    included = "".join(f'#include "{name}"\n' for name in reading.interface.headers)
    ffi.set_source("_case", included)
    text = io.StringIO()
    ffi.emit_c_code(text)
    source = tmp_path / "_case.c"
    source.write_text(text.getvalue())
    flags = ["-std=gnu11", "-Werror", "-Wno-discarded-qualifiers", "-O0", "-fPIC"]
    python = f"-I{sysconfig.get_path('include')}"
    output = str(tmp_path / "_case.o")
    command = ["gcc", *flags, "-c", f"-I{base}", *includes(), python, str(source), "-o", output]
    assert subprocess.run(command, capture_output=True, text=True).stderr == ""


def includes() -> list[str]:
    return [f"-I{ungil.get_include()}", f"-I{HERE / 'system'}"]
