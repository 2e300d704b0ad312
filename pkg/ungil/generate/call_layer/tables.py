"""The constant tables of one function: its parameters and its signature, for the runtime."""

from __future__ import annotations

from ungil.generate.c_types import kind, spelling
from ungil.generate.c_writer import string_literal
from ungil.generate.call_layer.context import (
    Context,
    access_of,
    is_memory,
    is_or_null,
    lengths,
)
from ungil.interface import (
    Access,
    Array,
    Bytes,
    Callback,
    CType,
    Handle,
    Reference,
    Text,
    Value,
    Void,
)
from ungil.signature import Argument


def write(context: Context, names_start: int) -> None:
    """Writes `ungil_parameters_f` and `ungil_signature_f`."""
    function, signature, out = context.function, context.signature, context.out
    describe = _operand if function.vectorized else _argument
    entries = [describe(context, argument) for argument in signature.arguments]
    entries += _result(context)
    table = "NULL"
    if entries:
        table = f"ungil_parameters_{context.symbol}"
        with out.block(f"static const ungil_parameter {table}[] =", "};"):
            for entry in entries:
                out.line(f"{entry},")
    name = string_literal(function.python_name)
    numbers = f"{names_start}, {signature.positional}, {len(signature.arguments)}, NULL"
    out.line(
        f"static const ungil_signature ungil_signature_{context.symbol} =\n"
        f"    {{{name}, {table}, {numbers}}};"
    )


def _argument(context: Context, argument: Argument) -> str:
    parameter = argument.parameter
    flags = ["UNGIL_REQUIRED"] if argument.required else []
    if access_of(parameter) is Access.CHANGE or (
        isinstance(parameter.form, Array | Bytes) and access_of(parameter) is not Access.READ
    ):
        flags.append("UNGIL_WRITABLE")
    if is_memory(parameter) and (not argument.required or is_or_null(parameter)):
        flags.append("UNGIL_OPTIONAL")
    name = string_literal(parameter.python_name)
    match parameter.form:
        case Array(element):
            return memory(name, element, flags, len(lengths(parameter)))
        case Reference(type, access=Access.CHANGE):
            return memory(name, type, flags, 1)
        case Bytes(element):
            return sized(name, element, flags)
        case Value(type) | Reference(type):
            shown = spelling(type)
        case Text():
            shown = "str"
        case Handle(record):
            shown = context.handles.expected(record)
        case Callback():
            shown = "callable"
        case _:
            raise AssertionError(f"{parameter.name} is not bound")
    return f"{{{name}, {string_literal(shown)}, {_flags(flags)}, 0, 0, 0, 0}}"


def _operand(context: Context, argument: Argument) -> str:
    """A parameter of a vectorized function: a value, or an array of as many dimensions as come."""
    parameter = argument.parameter
    name = string_literal(parameter.python_name)
    match parameter.form:
        case Value(type):
            flags = ["UNGIL_REQUIRED"] if argument.required else []
            return memory(name, type, [*flags, "UNGIL_ANY_NDIM"], 0)
        case Array(element):
            return memory(name, element, ["UNGIL_WRITABLE", "UNGIL_ANY_NDIM"], 0)
    raise AssertionError(f"{parameter.name} is no scalar")


def _result(context: Context) -> list[str]:
    """One more entry for an array that C returns, after the arguments'."""
    match context.function.result.form:
        case Array(element, shape):
            return [memory('"return"', element, [], len(shape))]
        case Bytes(element):
            return [sized('"return"', element, [])]
    return []


def memory(name: str, element: CType, flags: list[str], ndim: int) -> str:
    """An entry for an array."""
    type = spelling(element)
    if ndim > 1:
        flags = [*flags, "UNGIL_FLAT"]
    return (
        f"{{{name}, {string_literal(type)}, {_flags(flags)}, {kind(element)}, {ndim}, "
        f"_Alignof({type}), sizeof({type})}}"
    )


def sized(name: str, element: CType, flags: list[str]) -> str:
    """An entry for bytes."""
    align, shown = "1", "bytes"
    if not isinstance(element, Void):
        align, shown = f"_Alignof({spelling(element)})", spelling(element)
    return (
        f"{{{name}, {string_literal(shown)}, {_flags([*flags, 'UNGIL_ANY_BYTES'])}, "
        f"UNGIL_RAW, 1, {align}, 1}}"
    )


def _flags(flags: list[str]) -> str:
    return " | ".join(flags) or "0"
