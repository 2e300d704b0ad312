"""pybind11, with `array_t` arguments that are not converted."""

from __future__ import annotations

import importlib

from benchmarks import cases
from benchmarks.contenders import Contender
from benchmarks.workshop import HERE, MissingError, Workshop


def build(workshop: Workshop) -> Contender:
    """Compiles pybind11.cpp."""
    try:
        import pybind11
    except ImportError as error:
        raise MissingError("pybind11 is not installed") from error
    workshop.extension(
        "pybind11_kernels",
        [HERE / "pybind11.cpp"],
        "-std=c++17",
        f"-I{pybind11.get_include()}",
        language="c++",
    )
    module = importlib.import_module("pybind11_kernels")
    calls = cases.scalars(module.add, module.multiply, keywords=True)
    calls |= cases.arrays(module.add_arrays, module.add_arrays_released, in_array=None)
    return Contender(
        "pybind11",
        pybind11.__version__,
        "pybind11_kernels",
        calls,
        "arguments are `array_t<int32_t, c_style>` with `noconvert`, which refuses array.array;"
        " lengths are not compared.",
    )
