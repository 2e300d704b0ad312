"""cffi in API mode, compiled ahead."""

from __future__ import annotations

import contextlib
import importlib

from benchmarks import cases
from benchmarks.contenders import Contender
from benchmarks.workshop import LIMITED_API, MissingError, Workshop

_DECLARATIONS = """
int32_t add(int32_t a, int32_t b);
double multiply(double a, double b);
void add_arrays(const int32_t *a, const int32_t *b, int32_t *result, size_t n);
"""


def build(workshop: Workshop) -> Contender:
    """Lets cffi write the module, and compiles it as all others are."""
    try:
        import cffi
    except ImportError as error:
        raise MissingError("cffi is not installed") from error
    builder = cffi.FFI()
    builder.cdef(_DECLARATIONS)
    builder.set_source("cffi_kernels", '#include "kernels.h"')
    source = workshop.folder / "cffi_kernels.c"
    with contextlib.redirect_stdout(None):  # it says "generating ..."
        builder.emit_c_code(str(source))
    workshop.extension("cffi_kernels", [source], *LIMITED_API)
    module = importlib.import_module("cffi_kernels")
    lib, ffi = module.lib, module.ffi
    calls = cases.scalars(lib.add, lib.multiply, keywords=False)
    statement = "f(v(t, a), v(t, b), v(t, r), n)"
    calls |= cases.arrays(
        None,
        lib.add_arrays,
        in_numpy=statement,
        in_array=statement,
        v=ffi.from_buffer,
        t=ffi.typeof("int32_t[]"),
    )
    return Contender(
        "cffi",
        cffi.__version__,
        "cffi_kernels",
        calls,
        "API mode, functions bound to local names; releases the lock in every call; checks"
        " neither element types nor lengths.",
    )
