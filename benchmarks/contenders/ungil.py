"""ungil: the functions bound from declared.h."""

from __future__ import annotations

import importlib
from types import ModuleType

from benchmarks import cases
from benchmarks.contenders import Contender
from benchmarks.workshop import HERE, LIMITED_API, ROOT, Workshop

HEADER = HERE / "declared.h"


def extension(workshop: Workshop, policy: str) -> ModuleType:
    """The module whose array function has that policy of the interpreter lock."""
    name = f"ungil_{policy}"
    source = workshop.folder / f"{name}.c"
    # not in this folder, whose modules are named like the tools that they import
    script = ROOT / "benchmarks" / "build_ffi.py"
    if workshop.due(source, [HEADER, script, *(ROOT / "pkg" / "ungil").rglob("*.[hp]*")]):
        workshop.python(script, policy, "--output-dir", workshop.folder)
    workshop.extension(name, [source], *LIMITED_API, f"-I{HERE}", depends=[HEADER])
    return importlib.import_module(name)


def build(workshop: Workshop) -> Contender:
    """Generates the modules from the header and compiles them: one keeps the lock, one does not."""
    import ungil

    holding, releasing = extension(workshop, "hold"), extension(workshop, "release")
    calls = cases.scalars(holding.add, holding.multiply, keywords=True)
    calls |= cases.arrays(holding.add_arrays, releasing.add_arrays)
    return Contender(
        "ungil",
        ungil.__version__,
        "ungil_hold",
        calls,
        "every argument checked, lengths included; one abi3 module for 3.11 and later.",
    )
