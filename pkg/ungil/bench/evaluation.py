"""Expressions of the header, computed in Python: exactly, as the call layer computes them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping

from ungil.bench.variants import size_name
from ungil.expression import (
    Binary,
    Conditional,
    Expression,
    NamedConstant,
    Node,
    Number,
    ParameterValue,
    Pointee,
    ReturnValue,
    SizeOf,
    Unary,
)

Numeric = int | float


class UnknownError(Exception):
    """A name in an expression has no value."""


def _quotient(a: Numeric, b: Numeric) -> Numeric:
    """C's division: of whole numbers towards zero."""
    if isinstance(a, float) or isinstance(b, float):
        return a / b
    whole = abs(a) // abs(b)
    return whole if (a < 0) == (b < 0) else -whole


def _rest(a: Numeric, b: Numeric) -> Numeric:
    return a - b * _quotient(a, b)


_OPERATORS: dict[str, Callable[[Numeric, Numeric], Numeric]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _quotient,
    "%": _rest,
    "<<": lambda a, b: int(a) << int(b),
    ">>": lambda a, b: int(a) >> int(b),
    "&": lambda a, b: int(a) & int(b),
    "|": lambda a, b: int(a) | int(b),
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def value_of(
    expression: Expression, values: Mapping[str, Numeric], constants: Mapping[str, object]
) -> Numeric:
    """Computes an expression of parameters' values and of constants, both by their C names.

    Raises UnknownError where one is not there, ZeroDivisionError, ValueError for a bad shift.
    """
    return _value(expression.node, values, constants)


def _value(node: Node, values: Mapping[str, Numeric], constants: Mapping[str, object]) -> Numeric:
    def of(inner: Node) -> Numeric:
        return _value(inner, values, constants)

    match node:
        case Number(value):
            return value
        case ParameterValue(name) | Pointee(name):
            return _known(name, values)
        case NamedConstant(name):
            return _known(name, constants)
        case SizeOf(type):
            return _known(size_name(type), constants)
        case ReturnValue():
            raise UnknownError("return")
        case Unary("!", operand):
            return not of(operand)
        case Unary("-", operand):
            return -of(operand)
        case Unary(_, operand):
            return +of(operand)
        case Binary("&&", left, right):
            return bool(of(left)) and bool(of(right))
        case Binary("||", left, right):
            return bool(of(left)) or bool(of(right))
        case Binary(symbol, left, right):
            return _OPERATORS[symbol](of(left), of(right))
        case Conditional(condition, then, otherwise):
            return of(then) if of(condition) else of(otherwise)


def _known(name: str, values: Mapping[str, object]) -> Numeric:
    value = values.get(name)
    if not isinstance(value, int | float):
        raise UnknownError(name)
    return value
