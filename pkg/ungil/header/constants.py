"""Constants: enumerators, object-like macros with a constant expression, UNGIL_CONSTANT."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ungil.expression import (
    Binary,
    Conditional,
    NamedConstant,
    Node,
    Number,
    SizeOf,
    Unary,
)
from ungil.header.expressions import parse_constant
from ungil.header.lexer import STRING, Token
from ungil.header.macros import Macro, MacroTable
from ungil.header.report import Report
from ungil.interface import ConstantKind

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "&": operator.and_,
    "|": operator.or_, "^": operator.xor, "==": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "&&": lambda a, b: bool(a) and bool(b), "||": lambda a, b: bool(a) or bool(b),
    "<<": lambda a, b: a << b if 0 <= b < 64 else None,
    ">>": lambda a, b: a >> b if 0 <= b < 64 else None,
    "/": lambda a, b: abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1) if b else None,
    "%": lambda a, b: a - _OPERATORS["/"](a, b) * b if b else None,
}  # fmt: skip
_RESERVED = re.compile("_[_A-Z]")
_REAL_NAMES = ("FLT_", "DBL_", "M_")


class _Anything:
    """Every name, for asking whether tokens could be a constant expression at all."""

    def __contains__(self, name: object) -> bool:
        return True


def looks_constant(body: Sequence[Token]) -> bool:
    """Whether a macro's body is a constant expression, if the names in it are constants."""
    if not body:
        return False
    return _is_text(body) or parse_constant(body, _Anything()) is not None


def _is_text(body: Sequence[Token]) -> bool:
    return bool(body) and all(t.kind == STRING and t.text.startswith('"') for t in body)


def evaluate(tokens: Sequence[Token], values: Mapping[str, int]) -> int | None:
    """The value of an integer constant expression; None where only the compiler knows it."""
    node = parse_constant(tokens, values) if tokens else None
    value = _value(node, values) if node is not None else None
    return int(value) if isinstance(value, int) else None


def _value(node: Node, values: Mapping[str, int]) -> Any:
    match node:
        case Number(value):
            return value if isinstance(value, int) else None
        case NamedConstant(name):
            return values.get(name)
        case Unary(sign, operand):
            value = _value(operand, values)
            if value is None:
                return None
            return {"-": -value, "+": value, "!": not value, "~": ~value}[sign]
        case Binary(sign, left, right) if sign in _OPERATORS:
            values_of = _value(left, values), _value(right, values)
            return None if None in values_of else _OPERATORS[sign](*values_of)
        case Conditional(condition, then, otherwise):
            chosen = _value(condition, values)
            return None if chosen is None else _value(then if chosen else otherwise, values)
    return None


class MacroConstants:
    """Which macros are constants, and of which kind.

    `known` are the constants that are not macros: enumerators, and UNGIL_CONSTANT's names.
    """

    def __init__(self, macros: MacroTable, known: Mapping[str, ConstantKind]) -> None:
        self._macros = macros
        self._kinds: dict[str, ConstantKind | None] = dict(known)

    def kind(self, name: str) -> ConstantKind | None:
        """The constant's kind; None for a name that is no constant."""
        if name not in self._kinds:
            self._kinds[name] = None  # also the answer to a macro that names itself
            macro = self._macros.get(name)
            if macro is not None and macro.parameters is None:
                self._kinds[name] = self._kind_of(macro)
        return self._kinds[name]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.kind(name) is not None

    def _kind_of(self, macro: Macro) -> ConstantKind | None:
        if _is_text(macro.body):
            return ConstantKind.TEXT
        if len(macro.body) == 1 and macro.body[0].text in self._macros:
            return self.kind(macro.body[0].text)
        body = list(macro.body)
        if any((used := self._macros.get(token.text)) and used.parameters for token in body):
            body = self._macros.expand(body, Report())
        node = parse_constant(body, self) if body else None
        return None if node is None else self._kind_of_node(node)

    def _kind_of_node(self, node: Node) -> ConstantKind:
        match node:
            case Number(value):
                return ConstantKind.REAL if isinstance(value, float) else ConstantKind.INTEGER
            case NamedConstant(name):
                if name.startswith(_REAL_NAMES) and self.kind(name) is None:
                    return ConstantKind.REAL
                return self.kind(name) or ConstantKind.INTEGER
            case Unary("!", _):
                return ConstantKind.INTEGER
            case Unary(_, operand):
                return self._kind_of_node(operand)
            case Binary("cast", SizeOf(type_name), _):
                real = "float" in type_name or "double" in type_name
                return ConstantKind.REAL if real else ConstantKind.INTEGER
            case Binary("==" | "!=" | "<" | "<=" | ">" | ">=" | "&&" | "||", _, _):
                return ConstantKind.INTEGER
            case Binary(_, left, right) | Conditional(_, left, right):
                return _wider(self._kind_of_node(left), self._kind_of_node(right))
        return ConstantKind.INTEGER


def _wider(left: ConstantKind, right: ConstantKind) -> ConstantKind:
    for kind in (ConstantKind.UNKNOWN, ConstantKind.REAL):
        if kind in (left, right):
            return kind
    return ConstantKind.INTEGER


def public_macros(macros: MacroTable) -> list[Macro]:
    """The object-like macros that a header means for its users.

    Names that C reserves for compilers and libraries (`_GNU_SOURCE`) are settings.
    """
    return [
        macro
        for macro in macros
        if macro.parameters is None and macro.body and not _RESERVED.match(macro.name.text)
    ]
