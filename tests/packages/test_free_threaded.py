"""A package on free-threaded CPython 3.13: a build of its own, without cffi, that takes no lock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.packages.environments import Environment, run
from tests.packages.projects import ROOT, copy_project

USE = """
import sys, myproj
assert myproj.add(2, b=3) == 5 and myproj.ANSWER == 42
for name in ("lib", "ffi"):
    try:
        getattr(myproj._native, name)
    except ImportError as error:
        print(error)
assert not sys._is_gil_enabled()
print(myproj._native.__file__)
"""


@pytest.fixture(scope="module")
def free_threaded(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment of the interpreter that tools/build_free_threaded.py builds, with its own pip:
    an older one does not know the tag of such wheels."""
    look = [sys.executable, ROOT / "tools/build_free_threaded.py", "--look"]
    found = subprocess.run(look, capture_output=True, text=True, check=False)
    if found.returncode != 0:
        pytest.skip(found.stderr.strip())
    folder = tmp_path_factory.mktemp("free-threaded") / "venv"
    run([found.stdout.strip(), "-m", "venv", folder])
    return Environment(folder)


def test_pip_install(free_threaded: Environment, ungil_sdist: Path, tmp_path: Path) -> None:
    """In isolation, as pip builds: what the backend asks for can be had there."""
    links = tmp_path / "links"
    pip = [free_threaded.python, "-m", "pip", "--disable-pip-version-check"]
    free_threaded.run(*pip, "wheel", "--no-deps", "--wheel-dir", links, ungil_sdist)
    project = copy_project(tmp_path / "my project é")
    free_threaded.run(*pip, "install", "--find-links", links, project)
    lib, ffi, path = free_threaded.evaluate(USE).splitlines()
    why = "the module was built without it: there is no cffi for this free-threaded Python"
    assert lib == f"'lib' of myproj._native needs cffi, and {why}"
    assert ffi == f"'ffi' of myproj._native needs cffi, and {why}"
    assert ".cpython-313t-" in Path(path).name
