"""Declared and defined, fresh, and included; each with the report that it gives."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.check.projects import Project, project

pytest.importorskip("clang.cindex")

HERE = Path(__file__).parent
HEADER = "int f(int x);\nint g(int x);"
WHOLE = '#include "native.h"\nint f(int x) { return x; }\nint g(int x) { return f(x); }\n'


def compare(made: Project, name: str, update: bool) -> None:
    done = made.check("--no-stress")
    # Which line of generated C differs is the generator's business.
    actual = re.sub(r"^(build/native\.\w+):\d+:", r"\1:N:", done.stdout, flags=re.MULTILINE)
    expected = HERE / f"{name}.txt"
    if update:
        expected.write_text(actual, encoding="utf-8")
    assert actual == expected.read_text(encoding="utf-8")
    assert done.returncode == 1


def test_nothing_is_wrong(tmp_path: Path) -> None:
    done = project(tmp_path, HEADER, WHOLE).check("--no-stress")
    assert done.stdout == "2 functions in 1 C file: nothing found\n"
    assert done.returncode == 0


def test_undefined(tmp_path: Path, update: bool) -> None:
    c = '#include "native.h"\nint f(int x) { return x; }\n'
    compare(project(tmp_path, HEADER, c), "undefined", update)


def test_defined_in_a_file_that_is_not_built(tmp_path: Path, update: bool) -> None:
    options = ', sources=["csrc/native.c"]'
    c = '#include "native.h"\nint f(int x) { return x; }\n'
    made = project(tmp_path, HEADER, c, options)
    made.write("csrc/more.c", '#include "native.h"\nint g(int x) { return x; }\n')
    compare(made, "not_built", update)


def test_defined_in_a_header_or_a_library(tmp_path: Path) -> None:
    header = (
        "#include <math.h>\nstatic inline int f(int x) { return x + 1; }\ndouble cbrt(double x);"
    )
    made = project(tmp_path, header, '#include "native.h"\n', ', libraries=["m"]')
    assert made.check("--no-stress").returncode == 0


def test_header_not_included(tmp_path: Path, update: bool) -> None:
    c = "int f(int x) { return x; }\n\nint g(long x) { return (int)x; }\n"
    compare(project(tmp_path, HEADER, c), "not_included", update)


def test_c_that_does_not_compile(tmp_path: Path, update: bool) -> None:
    compare(project(tmp_path, HEADER, WHOLE + "int h(void) { return }\n"), "no_c", update)


def test_object_that_only_the_compiler_sees(tmp_path: Path, update: bool) -> None:
    c = WHOLE + "#ifndef __clang__\nint hidden;\n#endif\n"
    compare(project(tmp_path, HEADER, c), "incomplete", update)


MESON = """
project('native', 'c', default_options: ['c_std=c11'])
py = import('python').find_installation(pure: false)
native = custom_target('native', input: 'build_ffi.py', depfile: 'native.d',
  output: ['native.c', 'native.pyi', 'ungil.h'], depend_files: files('cdefs/native.h'),
  command: [py, '@INPUT@', '--output-dir', '@OUTDIR@'])
inner = static_library('inner', 'csrc/inner.c', native[2], include_directories: 'cdefs',
  c_args: '-DINNER=3')
py.extension_module('native', native[0], native[2], 'csrc/native.c', link_with: inner,
  include_directories: 'cdefs')
"""


@pytest.fixture
def with_meson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with a build folder of Meson's, up to date."""
    from tests.reading import ROOT

    monkeypatch.setenv("PYTHONPATH", str(ROOT / "pkg"))
    made = project(tmp_path, HEADER, '#include "native.h"\nint f(int x) { return x; }\n')
    made.write("csrc/inner.c", '#include "native.h"\nint g(int x) { return x + INNER; }\n')
    made.write("csrc/unused.c", "this is no C\n")
    made.write("meson.build", MESON)
    meson = shutil.which("meson") or str(Path(sys.executable).parent / "meson")
    for command in ([meson, "setup", "build"], [meson, "compile", "-C", "build"]):
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    return made


def test_meson_says_what_is_built_and_how(with_meson: Project) -> None:
    done = with_meson.check("--no-stress")
    assert done.stdout == "2 functions in 2 C files: nothing found\n"


def test_stale_output(with_meson: Project, update: bool) -> None:
    header = with_meson.folder / "cdefs" / "native.h"
    header.write_text(header.read_text().replace("int g", "/** Says x. */\nint g"))
    compare(with_meson, "stale", update)
