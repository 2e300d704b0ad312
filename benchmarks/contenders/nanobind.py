"""nanobind, with arrays as its documentation recommends."""

from __future__ import annotations

import importlib
from pathlib import Path

from benchmarks import cases
from benchmarks.contenders import Contender
from benchmarks.workshop import HERE, MissingError, Workshop


def build(workshop: Workshop) -> Contender:
    """Compiles nanobind.cpp with nanobind's own library in one go."""
    try:
        import nanobind  # type: ignore[import-untyped, unused-ignore]
    except ImportError as error:
        raise MissingError("nanobind is not installed") from error
    home = Path(nanobind.include_dir()).parent
    workshop.extension(
        "nanobind_kernels",
        [HERE / "nanobind.cpp", home / "src" / "nb_combined.cpp"],
        "-std=c++17",
        "-fno-strict-aliasing",
        f"-I{nanobind.include_dir()}",
        f"-I{home / 'ext' / 'robin_map' / 'include'}",
        language="c++",
    )
    module = importlib.import_module("nanobind_kernels")
    calls = cases.scalars(module.add, module.multiply, keywords=True)
    calls |= cases.arrays(module.add_arrays)
    return Contender(
        "nanobind",
        nanobind.__version__,
        "nanobind_kernels",
        calls,
        "arguments are `ndarray<…, ndim<1>, c_contig>` with `noconvert`; lengths are not compared.",
    )
