"""c2py23, in each of its two modes for what that does best."""

from __future__ import annotations

import importlib
import importlib.metadata
from pathlib import Path
from types import ModuleType

from benchmarks import cases
from benchmarks.contenders import Contender
from benchmarks.workshop import HERE, MissingError, Workshop

INTERFACE = HERE / "c2py23.c2py"


def _extension(workshop: Workshop, name: str, runtime: Path, *options: str) -> ModuleType:
    interface, source = workshop.folder / f"{name}.c2py", workshop.folder / f"{name}.c"
    if workshop.due(source, [INTERFACE]):
        interface.write_text(INTERFACE.read_text().replace("c2py23_kernels", name))
        workshop.python("-m", "c2py23", interface, "-o", source)
    # its init function is not marked as exported
    options = (f"-I{runtime}", "-fvisibility=default", *options)
    workshop.extension(name, [source, runtime / "c2py_runtime.c"], *options, "-ldl", "-lm")
    return importlib.import_module(name)


def build(workshop: Workshop) -> Contender:
    """Lets c2py23 write the modules, and compiles them as all others are.

    Its default mode, which finds Python's functions at run time, takes arrays; scalars are twice
    as fast where it includes Python.h, but in that mode it crashes at the first NumPy array.
    """
    try:
        import c2py23  # type: ignore[import-untyped, unused-ignore]
    except ImportError as error:
        raise MissingError("c2py23 is not installed") from error
    runtime = Path(c2py23.__file__).parent / "runtime"
    arrays = _extension(workshop, "c2py23_kernels", runtime)
    scalars = _extension(workshop, "c2py23_scalars", runtime, "-DC2PY_USE_PYTHON_H")
    calls = cases.scalars(scalars.add, scalars.multiply, keywords=False)
    calls |= cases.arrays(arrays.add_arrays, arrays.add_arrays_released)
    return Contender(
        "c2py23",
        importlib.metadata.version("c2py23"),
        "c2py23_kernels",
        calls,
        "scalars in its Python.h mode, arrays (and the import) in its default mode; checks the"
        " element types that its interface file names, and lengths where that says so (not here).",
    )
