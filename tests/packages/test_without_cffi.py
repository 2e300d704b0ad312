"""A module built where there is no cffi: the call layer alone."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.packages.environments import Environment, make_environment


@pytest.fixture(scope="module")
def author_without_cffi(ungil_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment that has ungil and pycparser, and nothing else."""
    environment = make_environment(tmp_path_factory.mktemp("bare") / "venv", Path(sys.executable))
    environment.pip("install", "--no-deps", "--no-index", ungil_wheel)
    pycparser = importlib.util.find_spec("pycparser")
    assert pycparser is not None
    assert pycparser.origin is not None
    (own,) = environment.folder.glob("lib/python*/site-packages")
    shutil.copytree(Path(pycparser.origin).parent, own / "pycparser")
    return environment


def test_call_layer_alone(
    author_without_cffi: Environment, consumer: Environment, project: Path
) -> None:
    python = author_without_cffi.python
    author_without_cffi.run(python, "build_ffi.py", "--output-dir", "out", folder=project)
    package = project / "pkg"
    author_without_cffi.run(
        *("cc", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-shared", "-fPIC"),
        *("-Iout", "-Icdefs", f"-I{sysconfig.get_path('include')}"),
        *("out/_native.c", "csrc/kernels.c", "-o", package / "myproj" / "_native.abi3.so"),
        folder=project,
    )
    said = consumer.evaluate(
        "import myproj\n"
        "assert myproj.add(2, b=3) == 5 and myproj.ANSWER == 42\n"
        "try:\n    myproj._native.lib\nexcept ImportError as error:\n    print(error)",
        PYTHONPATH=str(package),
    )
    assert said.strip() == (
        "'lib' of myproj._native needs cffi, and the module was built without it: "
        "cffi was not installed (pip install cffi, and build again)"
    )


def test_routes_of_cffi_say_what_is_missing(
    author_without_cffi: Environment, project: Path
) -> None:
    code = "import runpy; runpy.run_path('build_ffi.py')['ffibuilder'].compile()"
    said = author_without_cffi.evaluate(code, folder=project, fails=True)
    assert "ffibuilder.compile is not there without cffi" in said
    assert "pip install cffi" in said
