"""Every documented way from a builder script to a module that imports and works."""

from __future__ import annotations

import base64
import csv
import hashlib
import os
import shutil
import sysconfig
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.packages.environments import Environment, cffi_folder, exported
from tests.packages.projects import build_wheel

VERSION = sysconfig.get_python_version()

CHECK = """
import sys
from array import array
import myproj
assert myproj.add(2, b=3) == 5
assert myproj.total(array("d", [1, 2, 3.5])) == 6.5
assert myproj.ANSWER == 42
assert not {"ungil", "cffi", "_cffi_backend"} & set(sys.modules)
from myproj._native import ffi, lib
assert lib.norm(ffi.new("struct point *", (3, 4))) == 25
print("ok", myproj._native.__file__)
"""


def check(consumer: Environment, package: Path) -> Path:
    """Calls the package in a folder, with neither ungil nor its source around."""
    folders = os.pathsep.join(map(os.fspath, (package, cffi_folder(VERSION))))
    said = consumer.evaluate(CHECK, folder=consumer.folder, PYTHONPATH=folders)
    return Path(said.removeprefix("ok ").strip())


def unpacked(wheel: Path, folder: Path) -> Path:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def check_record(package: Path) -> None:
    """The wheel's list of files tells the truth about each."""
    (record,) = package.glob("*.dist-info/RECORD")
    for name, digest, size in csv.reader(record.read_text(encoding="utf-8").splitlines()):
        content = (package / name).read_bytes()
        if digest:
            expected = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=")
            assert (digest, int(size)) == (f"sha256={expected.decode()}", len(content))


def test_backend_in_isolation(
    author: Environment, consumer: Environment, project: Path, ungil_wheel: Path, tmp_path: Path
) -> None:
    author.pip(
        "wheel",
        "--no-deps",
        "--wheel-dir",
        tmp_path / "out",
        project,
        PIP_FIND_LINKS=ungil_wheel.parent.as_uri(),
    )
    (wheel,) = (tmp_path / "out").iterdir()
    assert "-abi3-" in wheel.name
    package = unpacked(wheel, tmp_path / "package")
    check_record(package)
    check(consumer, package)
    assert (package / "myproj" / "_native.pyi").read_bytes() == (
        project / "pkg" / "myproj" / "_native.pyi"
    ).read_bytes()


def test_plain_meson_python(consumer: Environment, installed: Path) -> None:
    check(consumer, installed)


def test_setuptools(
    author: Environment,
    consumer: Environment,
    make_project: Callable[[str], Path],
    tmp_path: Path,
) -> None:
    wheel = build_wheel(author, make_project("with_setuptools"), tmp_path / "out")
    package = unpacked(wheel, tmp_path / "package")
    assert "-cp311-abi3-" in wheel.name
    assert (package / "myproj" / "_native.pyi").is_file()
    module = check(consumer, package)
    assert module.name == "_native.abi3.so"
    assert exported(module) == ["PyInit__native"]


def test_gen_src(author: Environment, consumer: Environment, project: Path, tmp_path: Path) -> None:
    source = tmp_path / "native.c"
    said = author.run(
        author.python,
        *("-m", "cffi.gen_src", "exec-python"),
        project / "build_ffi.py",
        source,
        folder=tmp_path,
    )
    assert "norm() is reached through lib only" in said
    assert "generating" not in said
    package = tmp_path / "package"
    shutil.copytree(project / "pkg", package)
    include = author.evaluate("import ungil; print(ungil.get_include())").strip()
    folders = (sysconfig.get_path("include"), project / "cdefs", include)
    module = package / "myproj" / "_native.abi3.so"
    flags = [f"-I{folder}" for folder in folders]
    sources = [source, project / "csrc" / "kernels.c"]
    author.run("cc", "-shared", "-fPIC", "-Wall", "-Werror", *flags, *sources, "-o", module)
    assert check(consumer, package) == module


def test_compile(author: Environment, consumer: Environment, project: Path, tmp_path: Path) -> None:
    code = "import runpy, sys; runpy.run_path(sys.argv[1])['ffibuilder'].compile(sys.argv[2])"
    script = project / "build_ffi.py"
    author.run(author.python, "-c", code, script, tmp_path, folder=project.parent)
    shutil.copytree(project / "pkg", tmp_path, dirs_exist_ok=True)
    check(consumer, tmp_path)
    assert (project / "pkg" / "myproj" / "_native.pyi").is_file()
