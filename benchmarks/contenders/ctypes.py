"""ctypes with argument types declared."""

from __future__ import annotations

import importlib
import platform

from benchmarks import cases
from benchmarks.contenders import Contender
from benchmarks.workshop import Workshop

# What a user imports: the library and its declarations.
_MODULE = """\
import ctypes
import os

_library = ctypes.CDLL(os.path.join(os.path.dirname(__file__), "ctypes_library.so"))
add = _library.add
add.argtypes = [ctypes.c_int32, ctypes.c_int32]
add.restype = ctypes.c_int32
multiply = _library.multiply
multiply.argtypes = [ctypes.c_double, ctypes.c_double]
multiply.restype = ctypes.c_double
add_arrays = _library.add_arrays
add_arrays.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]
add_arrays.restype = None
"""


def build(workshop: Workshop) -> Contender:
    """Links the kernels into a shared library."""
    workshop.extension("ctypes_library", [])
    (workshop.folder / "ctypes_kernels.py").write_text(_MODULE)
    module = importlib.import_module("ctypes_kernels")
    calls = cases.scalars(module.add, module.multiply, keywords=False)
    calls |= cases.arrays(
        module.add_arrays,
        in_numpy="f(a.ctypes.data, b.ctypes.data, r.ctypes.data, 16)",
        in_array="f(a.buffer_info()[0], b.buffer_info()[0], r.buffer_info()[0], 16)",
    )
    return Contender(
        "ctypes",
        platform.python_version(),
        "ctypes_kernels",
        calls,
        "releases the lock in every call; checks neither element types nor lengths.",
    )
