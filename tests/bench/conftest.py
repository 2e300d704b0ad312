"""A project of its own for each test that wants one, and the command run in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.project.commands import ungil
from tests.reading import ROOT

HERE = Path(__file__).parent

SCRIPT = """
import ungil

ffibuilder = ungil.builder("p._native", headers=["kernels.h"], sources=["kernels.c"])
"""


def make_project(folder: Path) -> Path:
    """The kernels beside this file as a project."""
    folder.mkdir(parents=True)
    (folder / "build_ffi.py").write_text(SCRIPT, encoding="utf-8")
    for name in ("kernels.h", "kernels.c"):
        (folder / name).write_bytes((HERE / name).read_bytes())
    return folder


def bench(folder: Path, *arguments: str | Path, status: int = 0) -> str:
    """Runs `ungil bench`, quickly; returns what it prints on both streams."""
    path = os.pathsep.join(filter(None, [str(ROOT / "pkg"), os.environ.get("PYTHONPATH")]))
    done = ungil(folder, "bench", "--seconds", "0.1", *arguments, status=status, PYTHONPATH=path)
    return done.stdout + done.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "a project é")
