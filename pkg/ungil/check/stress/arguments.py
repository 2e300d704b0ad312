"""C expressions for arguments: how large an array is, how a value is drawn."""

from __future__ import annotations

from ungil import drawing
from ungil.generate.c_types import spelling
from ungil.interface import (
    Array,
    Boolean,
    Bytes,
    Complex,
    CType,
    Floating,
    Range,
    Record,
)

Memory = Array | Bytes


def drawn(type: CType, limits: Range | None, *, wide: bool = False) -> str:
    """C that draws a scalar: from its range, from small numbers, or (`wide`) from all."""
    name = spelling(type)
    low, high = (limits.low.text, limits.high.text) if limits else map(str, drawing.SMALL)
    match type:
        case Record():
            return f"({name}){{0}}"
        case Boolean():
            return f"({name})(ungil_bits(ungil_rng) & 1)"
        case Floating() | Complex():
            return f"({name})ungil_between_real(ungil_rng, (double)({low}), (double)({high}))"
    if wide and limits is None:
        return f"({name})ungil_bits(ungil_rng)"
    return f"UNGIL_BETWEEN({name}, ungil_rng, {low}, {high})"


def filled(form: Memory, limits: Range | None, place: str) -> str:
    """C that draws the elements of an array; those that are structs stay zero."""
    if isinstance(form.element, Record):
        return ""
    type = "unsigned char" if isinstance(form, Bytes) else spelling(form.element)
    value = (
        "(unsigned char)ungil_bits(ungil_rng)"
        if isinstance(form, Bytes)
        else drawn(form.element, limits, wide=True)
    )
    count = f"{size(form)} / sizeof({type})"
    return (
        f"for (size_t ungil_i = 0; ungil_i < {count}; ungil_i++) {{\n"
        f"    (({type} *){place})[ungil_i] = {value};\n}}"
    )


def size(form: Memory) -> str:
    """C of an array's size in bytes."""
    if isinstance(form, Bytes):
        return f"(size_t)({form.size.text})"
    sides = " * ".join(f"(size_t)({side.text})" for side in form.shape)
    return f"({sides} * sizeof({spelling(form.element)}))"


def real_size(form: Memory) -> str:
    """The same without a size that could wrap."""
    if isinstance(form, Bytes):
        return f"(double)({form.size.text})"
    sides = " * ".join(f"(double)({side.text})" for side in form.shape)
    return f"{sides} * (double)sizeof({spelling(form.element)})"
