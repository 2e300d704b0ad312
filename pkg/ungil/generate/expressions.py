"""Expressions of the notation as checked C arithmetic.

Whole numbers become calls of runtime/exact.h, which never wrap. An expression with a floating
literal, parameter or constant in it is real: calls of runtime/real.h.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ungil.expression import (
    Binary,
    Conditional,
    NamedConstant,
    Node,
    Number,
    ParameterValue,
    Pointee,
    ReturnValue,
    SizeOf,
    Unary,
    walk,
)
from ungil.interface import ConstantKind

_EXACT = {
    "+": "ungil_add",
    "-": "ungil_subtract",
    "*": "ungil_multiply",
    "/": "ungil_divide",
    "%": "ungil_remainder",
    "<<": "ungil_shift_left",
    ">>": "ungil_shift_right",
    "&": "ungil_bit_and",
    "|": "ungil_bit_or",
    "==": "ungil_equal",
    "!=": "ungil_unequal",
    "<": "ungil_less",
    "<=": "ungil_less_equal",
    ">": "ungil_greater",
    ">=": "ungil_greater_equal",
}
_REAL = {
    "+": "ungil_real_add",
    "-": "ungil_real_subtract",
    "*": "ungil_real_multiply",
    "/": "ungil_real_divide",
}
_REAL_COMPARISONS = {
    "==": "ungil_real_equal",
    "!=": "ungil_real_unequal",
    "<": "ungil_real_less",
    "<=": "ungil_real_less_equal",
    ">": "ungil_real_greater",
    ">=": "ungil_real_greater_equal",
}


class ExpressionWriter:
    """Writes expressions of one function.

    value: the C variable of a parameter's value (or of what it points to); of the C result
        for None.
    is_real: whether a parameter (None: the C result) is floating.
    constants: what is known of the constants.
    """

    def __init__(
        self,
        value: Callable[[str | None], str],
        is_real: Callable[[str | None], bool],
        constants: Mapping[str, ConstantKind],
    ) -> None:
        self._value = value
        self._is_real = is_real
        self._constants = constants

    def exact(self, node: Node) -> str:
        """C of type `ungil_exact`; a comparison of reals is its truth value."""
        match node:
            case Number(value):
                return f"ungil_whole({value})" if value <= 2**31 - 1 else f"ungil_natural({value}u)"
            case ParameterValue(name) | Pointee(name):
                return f"UNGIL_EXACT({self._value(name)})"
            case ReturnValue():
                return f"UNGIL_EXACT({self._value(None)})"
            case NamedConstant(name):
                return f"UNGIL_EXACT({name})"
            case SizeOf(type):
                return f"UNGIL_EXACT(sizeof({type}))"
            case Unary("-", operand):
                return f"ungil_negate({self.exact(operand)})"
            case Unary("!", operand):
                return f"ungil_not({self.condition(operand)})"
            case Unary(_, operand):
                return self.exact(operand)
            case Binary("&&" | "||" as operator, left, right):
                name = "ungil_and" if operator == "&&" else "ungil_or"
                return f"{name}({self.condition(left)}, {self.condition(right)})"
            case Binary(operator, left, right):
                if operator in _REAL_COMPARISONS:
                    return self._comparison(operator, left, right)
                return f"{_EXACT[operator]}({self.exact(left)}, {self.exact(right)})"
            case Conditional(condition, then, otherwise):
                return (
                    f"ungil_choose({self.condition(condition)}, "
                    f"{self.exact(then)}, {self.exact(otherwise)})"
                )

    def _comparison(self, operator: str, left: Node, right: Node) -> str:
        """Exact or real; where a constant's kind is the C compiler's to know, it chooses."""
        exact = f"{_EXACT[operator]}({self.exact(left)}, {self.exact(right)})"
        real = f"{_REAL_COMPARISONS[operator]}({self.as_real(left)}, {self.as_real(right)})"
        if self.real(left) or self.real(right):
            return real
        unknown = self.unknown(left) | self.unknown(right)
        if not unknown:
            return exact
        is_real = " || ".join(f"UNGIL_IS_REAL({name})" for name in sorted(unknown))
        return f"({is_real} ? {real} : {exact})"

    def unknown(self, node: Node) -> set[str]:
        """The constants in it of which only the C compiler knows whether they are whole."""
        return {
            part.name
            for part in walk(node)
            if isinstance(part, NamedConstant)
            and self._constants.get(part.name) is ConstantKind.UNKNOWN
        }

    def condition(self, node: Node) -> str:
        """C of type `ungil_exact` that is 0 where C's condition is false."""
        if self.real(node):
            return f"ungil_real_unequal({self.as_real(node)}, ungil_real_of(0))"
        return self.exact(node)

    def as_real(self, node: Node) -> str:
        """C of type `ungil_real`."""
        if not self.real(node) and not self.unknown(node):
            return f"ungil_real_from({self.exact(node)})"
        match node:
            case Number(value):
                return f"ungil_real_of({value!r}L)"
            case ParameterValue(name) | Pointee(name):
                return f"ungil_real_of({self._value(name)})"
            case ReturnValue():
                return f"ungil_real_of({self._value(None)})"
            case NamedConstant(name):
                return f"ungil_real_of({name})"
            case Unary("-", operand):
                return f"ungil_real_negate({self.as_real(operand)})"
            case Unary(_, operand):
                return self.as_real(operand)
            case Binary(operator, left, right) if operator in _REAL:
                return f"{_REAL[operator]}({self.as_real(left)}, {self.as_real(right)})"
            case Conditional(condition, then, otherwise):
                return (
                    f"ungil_real_choose({self.condition(condition)}, "
                    f"{self.as_real(then)}, {self.as_real(otherwise)})"
                )
        return f"ungil_real_from({self.exact(node)})"

    def real(self, node: Node) -> bool:
        """Whether C would compute it in floating point."""
        match node:
            case Number(value):
                return isinstance(value, float)
            case ParameterValue(name) | Pointee(name):
                return self._is_real(name)
            case ReturnValue():
                return self._is_real(None)
            case NamedConstant(name):
                return self._constants.get(name) is ConstantKind.REAL
            case Unary("!", _):
                return False
            case Unary(_, operand):
                return self.real(operand)
            case Binary("+" | "-" | "*" | "/", left, right):
                return self.real(left) or self.real(right)
            case Conditional(_, then, otherwise):
                return self.real(then) or self.real(otherwise)
        return False
