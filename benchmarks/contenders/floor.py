"""A C extension written by hand with the same checks: nothing that calls into C costs less."""

from __future__ import annotations

import importlib

from benchmarks import cases
from benchmarks.contenders import Contender
from benchmarks.workshop import HERE, LIMITED_API, Workshop


def build(workshop: Workshop) -> Contender:
    """Compiles floor.c against the limited API, as ungil's modules are."""
    workshop.extension("floor_kernels", [HERE / "floor.c"], *LIMITED_API)
    module = importlib.import_module("floor_kernels")
    calls = cases.scalars(module.add, module.multiply, keywords=False)
    calls |= {
        name: call
        for name, call in cases.scalars(module.add_keywords, module.multiply, keywords=True).items()
        if name == cases.ADD_KEYWORDS
    }
    calls |= cases.arrays(module.add_arrays, module.add_arrays_released)
    return Contender(
        "floor",
        "",
        "floor_kernels",
        calls,
        "hand-written for CPython's limited API; reads NumPy's arrays in place after the same"
        " checks; takes exactly the three arrays, where ungil takes keywords and may leave out the"
        " result; the keywords of add are taken by a function of its own.",
    )
