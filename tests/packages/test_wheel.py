"""One wheel, built once by CPython 3.11, on every interpreter there is."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packages.environments import (
    Environment,
    cffi_folder,
    exported,
    interpreter,
    interpreters,
    make_environment,
)

# Every version found, and those that are always looked for: a missing one is skipped by name.
VERSIONS = sorted({"3.11", "3.12", "3.13"} | {found.name for found in interpreters()})

CALL = """
import sys, myproj
assert myproj.add(2, b=3) == 5
assert "_cffi_backend" not in sys.modules
"""

TOUCH = """
import myproj
try:
    myproj._native.lib
except ImportError as error:
    print(error)
"""

SUBINTERPRETER = """
import sys
if sys.version_info >= (3, 13):
    import _interpreters as interpreters
    new, run = lambda: interpreters.create("isolated"), interpreters.exec
else:
    import _xxsubinterpreters as interpreters
    new, run = lambda: interpreters.create(isolated=True), interpreters.run_string
import myproj
for _ in range(2):
    inner = new()
    failed = run(inner, CODE)
    assert not failed, failed
    interpreters.destroy(inner)
assert myproj.add(1, 1) == 2
"""

INNER = (
    CALL
    + """
try:
    myproj._native.lib
except ImportError as error:
    message = str(error)
    assert "myproj._native needs cffi, which cannot be loaded here" in message, message
    assert "does not support loading in subinterpreters" in message, message
else:
    raise AssertionError("cffi loaded in a sub-interpreter with its own GIL")
"""
)


@pytest.fixture(scope="session", params=VERSIONS)
def other(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, wheel: Path
) -> Environment:
    """An environment of each interpreter, with nothing but the wheel installed."""
    found = interpreter(request.param)
    environment = make_environment(tmp_path_factory.mktemp(found.name) / "venv", found.path)
    environment.pip("install", "--no-deps", "--no-index", wheel)
    return environment


@pytest.fixture
def cffi(other: Environment) -> str:
    """PYTHONPATH that adds cffi to such an environment."""
    version = other.evaluate("import sys; print('%d.%d' % sys.version_info[:2])").strip()
    return os.fspath(cffi_folder(version))


def test_tag(wheel: Path) -> None:
    assert "-cp311-abi3-" in wheel.name


def test_stable_abi(wheel: Path) -> None:
    subprocess.run([sys.executable, "-m", "abi3audit", "--strict", wheel], check=True)


def test_contents(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        (metadata,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        assert b"Requires-Dist" not in archive.read(metadata)
    modules = {name for name in names if name.endswith((".so", ".pyd"))}
    assert len(modules) == 1
    assert names - modules == {"myproj/__init__.py", "myproj/_native.pyi", "myproj/py.typed"}


def test_exports_only_its_init(installed: Path) -> None:
    (module,) = (installed / "myproj").glob("_native*.so")
    assert exported(module) == ["PyInit__native"]


def test_calls(other: Environment) -> None:
    other.evaluate(CALL)


def test_lib_without_cffi(other: Environment) -> None:
    said = other.evaluate(TOUCH).strip()
    assert said == "'lib' of myproj._native needs cffi, which is not installed: pip install cffi"


def test_lib_with_cffi(other: Environment, cffi: str) -> None:
    other.evaluate("from myproj._native import lib; assert lib.add(2, 3) == 5", PYTHONPATH=cffi)


@pytest.mark.parametrize("other", [v for v in VERSIONS if v != "3.11"], indirect=True)
def test_own_gil_subinterpreter(other: Environment, cffi: str) -> None:
    other.evaluate(SUBINTERPRETER.replace("CODE", repr(INNER)), PYTHONPATH=cffi)
