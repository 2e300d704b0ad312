"""Definitions that differ from their declarations, told at the declaration."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.check.projects import project
from ungil.check import mismatch

HEADER = "int add(int a);\nvoid scale(const double *a,\n           unsigned long n);\n"
SOURCE = (
    '#include "k.h"\n'
    "void scale(const double *a, int n) { (void)a; (void)n; }\n"
    "static int add(int a) { return a; }\n"
)

TOLD = """\
k.h:2:6: error[signature-mismatch]: scale() is declared so, but defined otherwise
    void scale(const double *a,
         ^~~~~
  hint: make them agree: Python calls what is declared
k.c:2:6: note: conflicting types for 'scale'{have}
    void scale(const double *a, int n) {{ (void)a; (void)n; }}
         ^~~~~
k.h:1:5: error[signature-mismatch]: add() is declared so, but defined otherwise
    int add(int a);
        ^~~
  hint: make them agree: Python calls what is declared
k.c:3:12: note: static declaration of 'add' follows non-static declaration
    static int add(int a) {{ return a; }}
               ^~~
"""


def said_by(compiler: str, folder: Path, source: str = SOURCE) -> str:
    """What a compiler says of a source beside the header."""
    if shutil.which(compiler) is None:
        pytest.skip(f"{compiler} is not installed")
    (folder / "k.h").write_text(HEADER, encoding="utf-8")
    (folder / "k.c").write_text(source, encoding="utf-8")
    done = subprocess.run(
        [compiler, "-fsyntax-only", "k.c"],
        cwd=folder,
        env=os.environ | {"LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    return done.stderr


def test_gcc(tmp_path: Path) -> None:
    told = mismatch.at_declarations(said_by("gcc", tmp_path))
    assert told == TOLD.format(have="; have 'void(const double *, int)'")


def test_clang(tmp_path: Path) -> None:
    told = mismatch.at_declarations(said_by("clang", tmp_path))
    one_caret = TOLD.format(have="").replace("~", "")
    assert told.replace("~", "").removesuffix("2 errors generated.\n") == one_caret


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_other_errors_stay_as_they_are(compiler: str, tmp_path: Path) -> None:
    source = "int two(int a);\nlong two(int a) { return a; }\nint three(void) { return x; }\n"
    said = said_by(compiler, tmp_path, source)
    assert mismatch.at_declarations(said) == said
    assert mismatch.diagnostics(said, str) == ([], said)


def test_check_tells_of_it_too(tmp_path: Path) -> None:
    made = project(tmp_path, "void put(int x);", '#include "native.h"\nvoid put(long x) {}\n')
    done = made.check("--no-stress")
    assert done.returncode == 1
    assert done.stdout == (Path(__file__).parent / "mismatch.txt").read_text(encoding="utf-8")
