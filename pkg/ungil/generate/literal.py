"""C literals as Python values: what a default shows as in a Python signature."""

from __future__ import annotations

import math
import re
from types import EllipsisType

from ungil.interface import (
    Boolean,
    Character,
    Complex,
    CType,
    Floating,
    Integer,
    Parameter,
    Reference,
    Text,
    Value,
)
from ungil.signature import is_or_null

Literal = int | float | complex | str | bytes | None

_INTEGER = re.compile(r"([-+]?)\s*(0[xX][0-9a-fA-F]+|0[bB][01]+|[0-9]+)([uUlL]{0,3})")
_REAL = re.compile(
    r"([-+]?)\s*((?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+)([fFlL]?)"
)
_CHARACTER = re.compile(r"L?'([ -&(-\[\]-~]|\\[\\nrt0'])'")
_TEXT = re.compile(r'(?:"(?:[^"\\]|\\["\\nrt])*"\s*)+')
_TEXT_PART = re.compile(r'\\(.)|"\s*"|(.)', re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}
_NULL = {"NULL", "nullptr", "0", "(void *)0", "(void*)0"}
_TRUTH: dict[str, int] = {"true": True, "false": False}
_SIGNED = re.compile(
    r"(?:signed )?(?:int|(?:short|long|long long)(?: int)?)|signed|signed char"
    r"|int(?:_fast|_least)?(?:8|16|32|64)_t|int(?:ptr|max)_t|ssize_t|ptrdiff_t"
)


def default_of(parameter: Parameter) -> Literal | EllipsisType:
    """The parameter's default where it is a literal that a caller could pass too, else `...`.

    What only C computes is `...`: names, calls, and a negative number for a type that may be
    unsigned, as -1 is another number in a size_t.
    """
    if parameter.default is None:
        return ...
    source = _without_parentheses(parameter.default.text)
    match parameter.form:
        case Value(target) | Reference(target) if source != "NULL":
            return _number(source, target)
        case Text() if _TEXT.fullmatch(source):
            return _text(source)
    return None if source in _NULL and is_or_null(parameter.form) else ...


def _without_parentheses(source: str) -> str:
    inner = source.strip()
    while re.fullmatch(r"\([^()]*\)", inner):
        inner = inner[1:-1].strip()
    return inner


def _number(source: str, target: CType) -> Literal | EllipsisType:
    value = _TRUTH.get(source, _integer(source))
    match target:
        case Boolean() if value is not None:
            return bool(value)
        case Floating(base=base):
            real = _real(source, base) if value is None else float(value)
            return ... if real is None else real
        case Complex(base=base):
            real = _real(source, base) if value is None else float(value)
            return ... if real is None else complex(real)
        case Character(wide=wide):
            return _character(source, wide)
        case Integer(name) if value is not None:
            return int(value) if value >= 0 or _SIGNED.fullmatch(name) else ...
    return ...


def _character(source: str, wide: bool) -> str | bytes | EllipsisType:
    match = _CHARACTER.fullmatch(source)
    if match is None:
        return ...
    character = match[1] if len(match[1]) == 1 else _ESCAPED.get(match[1][1], match[1][1])
    return character if wide else character.encode("ascii")


def _integer(source: str) -> int | None:
    match = _INTEGER.fullmatch(source)
    if match is None:
        return None
    sign, digits, suffix = match.groups()
    if digits[0] == "0" and digits.isdigit():
        digits = f"0o{digits}"  # C's octal; 08 is no number at all
    try:
        value = int(digits, 0)
    except ValueError:
        return None
    if sign != "-":
        return value
    return None if "u" in suffix.lower() else -value


def _real(source: str, base: str) -> float | None:
    """A decimal floating literal; None too where a float's rounding would show in a double."""
    match = _REAL.fullmatch(source)
    if match is None or (match[3].lower() == "f" and base != "float"):
        return None
    value = float(match[1] + match[2])
    return value if math.isfinite(value) else None


def _text(source: str) -> str:
    """String literals side by side, as one str."""
    inner = source.strip()[1:-1]
    return "".join(
        _ESCAPED.get(part[1], part[1]) if part[1] else part[2] or ""
        for part in _TEXT_PART.finditer(inner)
    )
