"""Writes the declarations that cffi reads: what `lib` and `ffi` know."""

from __future__ import annotations

from ungil.interface import Constant, ConstantKind, Interface


def write(interface: Interface) -> str:
    """The C for `cffi.FFI.cdef`: the headers' own declarations, then the constants.

    An UNGIL_CONSTANT of unknown type is missing from it, since cffi has no way to ask the
    compiler what a macro's type is; it is an attribute of the module all the same.
    """
    constants = [line for line in map(_constant, interface.constants) if line]
    return "\n".join([interface.declarations, *constants]) + "\n"


def _constant(constant: Constant) -> str:
    """A declaration whose value the C compiler fills in; enumerators stand in their enum."""
    if constant.enumerator:
        return ""
    match constant.kind:
        case ConstantKind.INTEGER:
            return f"#define {constant.name} ..."
        case ConstantKind.REAL:
            return f"static const double {constant.name};"
        case ConstantKind.TEXT:
            return f"static char *const {constant.name};"
        case ConstantKind.UNKNOWN:
            return ""
