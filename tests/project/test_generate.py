"""`ungil generate`: files, their staleness, and how functions are bound."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packages.environments import bound_by_permissions, read_only
from tests.packages.projects import copy_project
from tests.project.commands import UNGIL, replace_in, ungil


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path / "my project é")


def test_writes_what_the_script_writes(project: Path) -> None:
    done = ungil(project / "csrc", "generate", "--output-dir", project / "out")
    assert str(project / "out" / "_native.c") in done.stdout
    script = [sys.executable, "build_ffi.py", "--output-dir", "script"]
    subprocess.run(script, cwd=project, check=True, capture_output=True)
    names = {path.name for path in (project / "out").iterdir()}
    assert names == {path.name for path in (project / "script").iterdir()}
    for name in names - {"_native.d"}:
        wanted = (project / "script" / name).read_bytes()
        assert (project / "out" / name).read_bytes() == wanted, name
    assert "ungil/cli.py" not in (project / "out" / "_native.d").read_text(encoding="utf-8")
    assert (project / "pkg" / "myproj" / "_native.pyi").exists()
    again = ungil(project, "generate", "--output-dir", project / "out", "--json")
    report = json.loads(again.stdout)
    assert set(report["files"].values()) == {False}
    assert [note["code"] for note in report["diagnostics"]] == ["left-to-lib"]


def test_check_tells_what_is_stale(project: Path) -> None:
    done = ungil(project, "generate", "--check", status=1)
    assert "_native.pyi" in done.stderr
    ungil(project, "generate")
    assert ungil(project, "generate", "--check").stdout == ""
    ungil(project, "generate", "--check", "--output-dir", "build/generated")
    replace_in(project / "cdefs" / "kernels.h", "ANSWER 42", "ANSWER 42\n#define OTHER 43")
    done = ungil(project, "generate", "--check", status=1)
    assert "+OTHER: Final[int]" in done.stdout.splitlines()
    done = ungil(project, "generate", "--check", "--output-dir", "build/generated", status=1)
    assert "_native.c" in done.stderr
    assert "hint: run ungil generate --output-dir build/generated" in done.stderr
    report = json.loads(ungil(project, "generate", "--check", "--json", status=1).stdout)
    (stale,) = report["stale"]
    assert stale["file"] == str(project / "pkg" / "myproj" / "_native.pyi")


def test_headers_refused(project: Path) -> None:
    replace_in(project / "cdefs" / "kernels.h", "COUNTED_BY(n)", "COUNTED_BY(m)")
    done = ungil(project, "generate", "--output-dir", "out", "--json", status=1)
    assert "cdefs/kernels.h:19:" in done.stderr
    (error,) = json.loads(done.stdout)["diagnostics"]
    assert (error["code"], error["file"], error["line"]) == (
        "unknown-count",
        "cdefs/kernels.h",
        19,
    )
    assert not (project / "out").exists()


def test_no_project_here(tmp_path: Path) -> None:
    done = ungil(tmp_path, "generate", status=1)
    assert done.stderr.startswith(f"ungil: error: there is no build_ffi.py in {tmp_path}")
    (tmp_path / "build_ffi.py").write_text("ffi = 1\n", encoding="utf-8")
    done = ungil(tmp_path, "generate", status=1)
    assert "binds no `ffibuilder`" in done.stderr


def test_a_script_that_fails_shows_its_own_lines_only(tmp_path: Path) -> None:
    (tmp_path / "build_ffi.py").write_text("import json\njson.loads('{')\n", encoding="utf-8")
    done = ungil(tmp_path, "generate", status=1)
    assert "build_ffi.py failed:" in done.stderr
    assert 'build_ffi.py", line 2' in done.stderr
    assert "JSONDecodeError" in done.stderr
    assert "runpy" not in done.stderr


def test_read_only_project(project: Path, tmp_path: Path) -> None:
    with read_only(project):
        for options, status in ((["--output-dir", tmp_path / "out"], 0), ([], 1)):
            command = bound_by_permissions([*UNGIL, "generate", *map(str, options)])
            done = subprocess.run(command, cwd=project, capture_output=True, text=True)
            assert done.returncode == status, done.stderr
    assert "cannot write to" in done.stderr
    assert "Permission denied" in done.stderr
    assert (tmp_path / "out" / "_native.c").exists()


HEADER = """
#include <stddef.h>
#include <stdint.h>
#include "ungil.h"
#define LIMIT 8
void add_arrays(const int32_t *UNGIL_COUNTED_BY(n) a, int32_t *UNGIL_OUT UNGIL_COUNTED_BY(n) result,
                size_t n) UNGIL_RELEASE_ABOVE(n, 4096);
double minmax(const double *UNGIL_COUNTED_BY(2 * n) values, double *UNGIL_OUT high,
              int UNGIL_RANGE(1, LIMIT) n, int UNGIL_DEFAULT(3) mode) UNGIL_REQUIRES(n != 2);
void fill(double *UNGIL_COUNTED_BY(n) values, size_t n) UNGIL_HOLD;
int linspace(double *UNGIL_OUT UNGIL_COUNTED_BY(n) values, size_t n) UNGIL_STATUS();
int guess(const double *values);
int skipped(int a) UNGIL_SKIP;
"""

EXPLAINED = """\
native: 4 of 6 functions bound
constants: LIMIT

native.h:6: add_arrays(a, result=None, *, n=...) -> result
  lock      released when n > 4096, else held
  held      the memory of a, result is kept where it is until C returns
  'a'       array of int32_t, length n; read
  'result'  array of int32_t, length n; written by C; a new one when left out
  'n'       int (size_t); inferred from a, result

native.h:8: minmax(values, n, mode=3) -> float (double), high
  lock      released around the call
  held      the memory of values is kept where it is until C returns
  'values'  array of double, length 2 * n; read; its length is checked: 2 * n
  'high'    float (double); written by C; not passed from Python, comes back
  'n'       int
  'mode'    int; 3 when left out
  checks    ValueError unless 1 <= n <= LIMIT
  checks    ValueError unless n != 2

native.h:10: fill(values, *, n=...) -> None
  lock      held
  held      the memory of values is kept where it is until C returns
  'values'  array of double, length n; changed in place
  'n'       int (size_t); inferred from values

native.h:11: linspace(n, *, values=None) -> values
  lock      released around the call
  held      the memory of values is kept where it is until C returns
  'values'  array of double, length n; written by C; a new one when left out
  'n'       int (size_t); must be given: nothing that is given tells it
  checks    Error unless return == 0

native.h:12: guess: reached through lib only
  because 'values' is a pointer without a word
  int guess(const double *values)

native.h:13: skipped: reached through lib only
  because the header says UNGIL_SKIP
  int skipped(int a) UNGIL_SKIP
"""


def test_explain(tmp_path: Path) -> None:
    (tmp_path / "native.h").write_text(HEADER, encoding="utf-8")
    script = 'import ungil\nffibuilder = ungil.builder("native", headers=["native.h"])\n'
    (tmp_path / "build_ffi.py").write_text(script, encoding="utf-8")
    before = sorted(os.listdir(tmp_path))
    assert ungil(tmp_path, "generate", "--explain").stdout == EXPLAINED
    assert sorted(os.listdir(tmp_path)) == before
    report = json.loads(ungil(tmp_path, "generate", "--explain", "--json").stdout)
    functions = {function["name"]: function for function in report["functions"]}
    assert functions["guess"]["reason"] == "'values' is a pointer without a word"
    assert functions["fill"]["lock"] == "held"
    assert functions["minmax"]["signature"] == "minmax(values, n, mode=3) -> float (double), high"
    assert ["mode", "int; 3 when left out"] in functions["minmax"]["parameters"]


def test_explain_and_check_exclude_each_other(tmp_path: Path) -> None:
    assert (
        "exclude each other" in ungil(tmp_path, "generate", "--explain", "--check", status=2).stderr
    )
