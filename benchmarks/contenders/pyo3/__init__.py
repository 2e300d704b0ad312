"""PyO3, with rust-numpy, built by maturin."""

from __future__ import annotations

import importlib
import os
import re
import shutil
import sys
import zipfile
from pathlib import Path

from benchmarks import cases
from benchmarks.contenders import Contender
from benchmarks.workshop import FREE_THREADED, HERE, MissingError, Workshop

CRATE = HERE / "pyo3"
FILES = ("Cargo.toml", "build.rs", "lib.rs", "pyproject.toml")


def build(workshop: Workshop) -> Contender:
    """Lets maturin build a release wheel for the limited API, and takes the module out of it."""
    if FREE_THREADED and sys.version_info < (3, 14):
        raise MissingError(f"PyO3 {_version()} supports free-threaded CPython from 3.14 on")
    for tool in ("maturin", "cargo"):
        if shutil.which(tool) is None:
            raise MissingError(f"{tool} is not installed")
    output = workshop.folder / "pyo3_kernels.so"
    objects = (workshop.kernels(), workshop.platform())
    if workshop.due(output, [*(CRATE / name for name in FILES), *objects]):
        _make(workshop, output)
    module = importlib.import_module("pyo3_kernels")
    calls = cases.scalars(module.add, module.multiply, keywords=True)
    calls |= cases.arrays(module.add_arrays, module.add_arrays_released, in_array=None)
    calls |= cases.arrays(module.add_buffers, in_numpy=None)
    return Contender(
        "pyo3",
        _version(),
        "pyo3_kernels",
        calls,
        "by maturin, release, LTO, abi3; NumPy's arrays by rust-numpy, array.array by `PyBuffer`;"
        " lengths are not compared.",
    )


def _make(workshop: Workshop, output: Path) -> None:
    project = workshop.folder / "pyo3"
    project.mkdir(exist_ok=True)
    for name in FILES:
        shutil.copyfile(CRATE / name, project / name)
    wheels = project / "wheels"
    shutil.rmtree(wheels, ignore_errors=True)
    workshop.run(
        ["maturin", "build", "--release", "--out", wheels],
        cwd=project,
        env=os.environ | {"KERNELS": str(workshop.folder)},
    )
    (wheel,) = wheels.iterdir()
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith((".so", ".pyd")))
        output.write_bytes(archive.read(name))


def _version() -> str:
    match = re.search(r'pyo3 = .*version = "=([^"]*)"', (CRATE / "Cargo.toml").read_text())
    assert match, "Cargo.toml does not name pyo3"
    return match[1]
