"""ungil: annotate a C header, get a Python package.

A project's `build_ffi.py` calls `builder` and `main`; everything else is the `ungil` command.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # as typing's, whose import would cost more than this whole module
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ungil.assembly import FFIBuilder

__all__ = ["__version__", "builder", "get_include", "main"]

__version__ = "0.1.0"


def builder(
    module: str,
    *,
    headers: Iterable[str | os.PathLike[str]],
    sources: Iterable[str | os.PathLike[str]] = (),
    gil: str = "release",
    prefix: str = "",
    **set_source: object,
) -> FFIBuilder:
    """Reads annotated headers and returns the `ffibuilder` of one extension module.

    Where cffi is installed this is a `cffi.FFI` whose `cdef` and `set_source` have been
    called, so that setuptools' `cffi_modules`, `cffi-gen-src` and `ffibuilder.compile()` take
    it; where it is not, an object that `main` can write all the same.

    module: the dotted name of the extension module, as in "myproj._native".
    headers: the declaration headers, in the order in which C includes them.
    sources: the C files that define what the headers declare; Meson names them itself.
    gil: what a function without a policy word does with the interpreter lock around its call:
        "release", "hold" or "auto".
    prefix: what is stripped from the Python names of functions, constants and handles.
    set_source: passed on to cffi (`include_dirs`, `libraries`, ...).

    All paths are relative to the script that calls this. What is wrong in the headers is
    printed to stderr, all of it, and ends the script with exit status 1.
    """
    from ungil import assemble

    caller = sys._getframe(1).f_globals
    return assemble.builder(
        module,
        headers=headers,
        sources=sources,
        gil=gil,
        prefix=prefix,
        options=set_source,
        script=assemble.Script(caller.get("__file__"), caller.get("__name__")),
    )


def main(ffibuilder: FFIBuilder, arguments: Sequence[str] | None = None) -> None:
    """Writes the module's C file, stub, depfile and `ungil.h` into `--output-dir`, or `--output`.

    The files are named after the last part of the module's name: `_native.c`, `_native.pyi`
    and `_native.d`. They appear by atomic rename; one whose content is unchanged is left
    alone, time stamp included. The stub is also put beside the package's `__init__.py`, where
    type checkers find it, if that folder is writable. An error leaves no file behind, prints
    one message to stderr and ends the script with exit status 1.

    arguments: the command line, `sys.argv[1:]` by default.
    """
    from ungil import assemble

    assemble.main(ffibuilder, arguments)


def get_include() -> str:
    """The folder that holds `ungil.h`, for a C compiler's `-I`."""
    return os.path.join(os.path.dirname(os.path.abspath(__file__)), "include")
