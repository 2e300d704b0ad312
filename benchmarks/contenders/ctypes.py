"""ctypes with argument types declared."""

from __future__ import annotations

import importlib
import platform

from benchmarks import cases
from benchmarks.contenders import Contender
from benchmarks.workshop import Workshop
from ungil import output

# What a user imports: the library and its declarations.
_MODULE = """\
import ctypes
import os

_path = os.path.join(os.path.dirname(__file__), "ctypes_library.so")
_library = ctypes.CDLL(_path)
_holding = ctypes.PyDLL(_path)
add = _library.add
add.argtypes = [ctypes.c_int32, ctypes.c_int32]
add.restype = ctypes.c_int32
multiply = _library.multiply
multiply.argtypes = [ctypes.c_double, ctypes.c_double]
multiply.restype = ctypes.c_double
add_arrays, add_arrays_released = _holding.add_arrays, _library.add_arrays
for _function in add_arrays, add_arrays_released:
    _function.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]
    _function.restype = None
"""


def build(workshop: Workshop) -> Contender:
    """Links the kernels into a shared library."""
    workshop.extension("ctypes_library", [])
    output.write(workshop.folder, {"ctypes_kernels.py": _MODULE.encode()})
    module = importlib.import_module("ctypes_kernels")
    calls = cases.scalars(module.add, module.multiply, keywords=False)
    calls |= cases.arrays(
        module.add_arrays,
        module.add_arrays_released,
        in_numpy="f(a.ctypes.data, b.ctypes.data, r.ctypes.data, n)",
        in_array="f(a.buffer_info()[0], b.buffer_info()[0], r.buffer_info()[0], n)",
    )
    return Contender(
        "ctypes",
        platform.python_version(),
        "ctypes_kernels",
        calls,
        "keeps the lock by `PyDLL` (arrays alone), releases it by `CDLL`; checks neither element"
        " types nor lengths.",
    )
