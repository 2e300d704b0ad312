"""Cython, with typed memoryviews."""

from __future__ import annotations

import importlib
import importlib.metadata

from benchmarks import cases
from benchmarks.contenders import Contender
from benchmarks.workshop import HERE, MissingError, Workshop


def build(workshop: Workshop) -> Contender:
    """Translates kernels.pyx and compiles the C that comes out."""
    try:
        version = importlib.metadata.version("Cython")
    except importlib.metadata.PackageNotFoundError as error:
        raise MissingError("Cython is not installed") from error
    source = workshop.folder / "cython_kernels.c"
    if workshop.due(source, [HERE / "cython.pyx"]):
        workshop.python(
            *("-m", "cython", "-3", "--module-name", "cython_kernels"),
            *("-o", source, HERE / "cython.pyx"),
        )
    workshop.extension("cython_kernels", [source])
    module = importlib.import_module("cython_kernels")
    calls = cases.scalars(module.add, module.multiply, keywords=True)
    calls |= cases.arrays(module.add_arrays, module.add_arrays_released)
    return Contender(
        "cython",
        version,
        "cython_kernels",
        calls,
        "arrays are memoryviews (`int32_t[::1]`); lengths are not compared.",
    )
