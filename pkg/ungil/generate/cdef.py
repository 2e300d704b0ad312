"""Writes the declarations that cffi reads: what `lib` and `ffi` know."""

from __future__ import annotations

from ungil.interface import Interface


def write(interface: Interface) -> str:
    """The C for `cffi.FFI.cdef`.

    An UNGIL_CONSTANT is missing from it, since cffi has to be told a macro's type and cannot ask
    the C compiler; it is an attribute of the module all the same.
    """
    return interface.declarations
