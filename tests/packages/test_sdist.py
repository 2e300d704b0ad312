"""Source distributions, with and without version control."""

from __future__ import annotations

import subprocess
import tarfile
from pathlib import Path

from tests.packages.environments import Environment, bound_by_permissions, read_only
from tests.packages.projects import SCRIPTS

SOURCES = {
    "PKG-INFO",
    "build_ffi.py",
    "cdefs/kernels.h",
    "csrc/kernels.c",
    "meson.build",
    "pkg/myproj/__init__.py",
    "pkg/myproj/py.typed",
    "pyproject.toml",
}


def build_sdist(author: Environment, project: Path, folder: Path, **variables: str) -> Path:
    folder.mkdir()
    code = f"import ungil.backend; print(ungil.backend.build_sdist({str(folder)!r}))"
    author.evaluate(code, folder=project, **variables)
    (archive,) = folder.iterdir()
    assert archive.name == "myproj-0.1.0.tar.gz"
    return archive


def contents(archive: Path) -> set[str]:
    with tarfile.open(archive) as tar:
        return {name.removeprefix("myproj-0.1.0/") for name in tar.getnames()}


def test_without_git(author: Environment, project: Path, tmp_path: Path) -> None:
    for leaving in (".git/HEAD", "build/cp311/build.ninja", "pkg/__pycache__/x.pyc"):
        (project / leaving).parent.mkdir(parents=True, exist_ok=True)
        (project / leaving).touch()
    for mark in ("out/meson-private", "venv/pyvenv.cfg"):
        (project / mark).mkdir(parents=True)
        (project / mark / "x").touch()
    archive = build_sdist(author, project, tmp_path / "first", PATH=SCRIPTS)
    assert contents(archive) == SOURCES
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path, filter="data")
        information = tar.extractfile("myproj-0.1.0/PKG-INFO")
        assert information is not None
        assert b"Name: myproj\nVersion: 0.1.0\n" in information.read()
    unpacked = tmp_path / "myproj-0.1.0"
    again = build_sdist(author, unpacked, tmp_path / "second", PATH=SCRIPTS)
    assert contents(again) == SOURCES
    with read_only(unpacked):
        author.run(
            *bound_by_permissions([author.python, "-c", WHEEL, tmp_path / "wheels"]),
            tmp_path / "build",
            folder=unpacked,
        )
    assert list((tmp_path / "wheels").glob("myproj-0.1.0-*.whl"))


WHEEL = """
import os, sys
import ungil.backend
os.mkdir(sys.argv[1])
ungil.backend.build_wheel(sys.argv[1], {"build-dir": sys.argv[2]})
"""


def test_with_git(author: Environment, project: Path, tmp_path: Path) -> None:
    git = ["git", "-c", "user.name=author", "-c", "user.email=author@example.org"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "All"]):
        subprocess.run([*git, *command], cwd=project, check=True)
    (project / "notes.txt").touch()
    archive = build_sdist(author, project, tmp_path / "out")
    assert contents(archive) == SOURCES
