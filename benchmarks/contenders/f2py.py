"""NumPy's f2py, which wraps C too where a signature file describes it."""

from __future__ import annotations

import importlib
from pathlib import Path

from benchmarks import cases
from benchmarks.contenders import Contender
from benchmarks.workshop import HERE, MissingError, Workshop

SIGNATURES = HERE / "f2py.pyf"


def build(workshop: Workshop) -> Contender:
    """Lets f2py write the module, and compiles it as all others are.

    `f2py -c` itself asks for a Fortran compiler even where there is no Fortran.
    """
    np = cases.numpy()
    if np is None:
        raise MissingError("NumPy is not installed")
    runtime = Path(np.f2py.get_include())
    source = workshop.folder / "f2py_kernelsmodule.c"
    if workshop.due(source, [SIGNATURES]):
        workshop.python("-m", "numpy.f2py", "--quiet", SIGNATURES)
    workshop.extension(
        "f2py_kernels",
        [source, runtime / "fortranobject.c"],
        f"-I{np.get_include()}",
        f"-I{runtime}",
        "-DNPY_NO_DEPRECATED_API=NPY_1_7_API_VERSION",
    )
    module = importlib.import_module("f2py_kernels")
    calls = cases.scalars(module.add, module.multiply, keywords=True)
    calls |= cases.arrays(module.add_arrays, module.add_arrays_released, in_array=None)
    return Contender(
        "f2py",
        np.__version__,
        "f2py_kernels",
        calls,
        "from a signature file that says `intent(c)`; compares lengths; `threadsafe` releases the"
        " lock.",
    )
