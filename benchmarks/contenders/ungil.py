"""ungil: the functions bound from cdefs/kernels.h."""

from __future__ import annotations

import importlib

from benchmarks import cases
from benchmarks.contenders import Contender
from benchmarks.workshop import LIMITED_API, ROOT, Workshop


def build(workshop: Workshop) -> Contender:
    """Generates the module from the very header of the kernels, and compiles it."""
    import ungil

    # not in this folder, whose modules are named like the tools that they import
    script = ROOT / "benchmarks" / "build_ffi.py"
    workshop.python(script, "--output-dir", workshop.folder)
    source = workshop.folder / "ungil_kernels.c"
    workshop.extension(
        "ungil_kernels", [source], LIMITED_API, depends=[ROOT / "cdefs" / "kernels.h"]
    )
    module = importlib.import_module("ungil_kernels")
    return Contender(
        "ungil",
        ungil.__version__,
        "ungil_kernels",
        cases.scalars(module.add, module.multiply, keywords=True) | cases.arrays(module.add_arrays),
        "every argument checked, lengths included; one abi3 module for 3.11 and later.",
    )
