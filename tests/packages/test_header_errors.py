"""Errors in a header: all of them on stderr, status 1 and no traceback, by every route."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packages.environments import Environment


def break_header(project: Path) -> Path:
    """Puts two errors into the project's header."""
    header = project / "cdefs" / "kernels.h"
    text = header.read_text(encoding="utf-8")
    text = text.replace("COUNTED_BY(n)", "COUNTED_BY(m)").replace("UNGIL_HOLD", "UNGIL_HOLDD")
    header.write_text(text, encoding="utf-8")
    return project


def check(said: str) -> None:
    """Both errors are there, whole, and no Python source lines are."""
    assert "error[unknown-word]" in said, said
    assert "error[unknown-count]" in said, said
    assert "double total(const double *UNGIL_COUNTED_BY(m) values, size_t n);" in said
    assert "^" in said
    assert "Traceback" not in said
    assert 'build_ffi.py", line' not in said


SCRIPTS = {
    "main": ["build_ffi.py", "--output-dir", "out"],
    "gen-src": ["-m", "cffi.gen_src", "exec-python", "build_ffi.py", "out.c"],
    "compile": ["-c", "import runpy; runpy.run_path('build_ffi.py')['ffibuilder'].compile('out')"],
}


@pytest.mark.parametrize("route", SCRIPTS)
def test_script(author: Environment, project: Path, route: str) -> None:
    break_header(project)
    before = sorted(project.rglob("*"))
    said = author.run(author.python, *SCRIPTS[route], folder=project, fails=True)
    check(said)
    assert said.startswith("cdefs/kernels.h:")
    assert sorted(project.rglob("*")) == before


@pytest.mark.parametrize("overlay", ["", "with_setuptools"])
def test_wheel(
    author: Environment, make_project: Callable[[str], Path], tmp_path: Path, overlay: str
) -> None:
    project = break_header(make_project(overlay))
    check(
        author.pip(
            *("wheel", "--no-deps", "--no-index", "--no-build-isolation"),
            *("--wheel-dir", os.fspath(tmp_path), project),
            fails=True,
        )
    )
    assert not list(project.rglob("*.pyi"))
