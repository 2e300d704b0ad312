"""Expressions of the header notation: counts, ranges and conditions, as trees.

The grammar is C's over parameters, constants, `sizeof(type)` and the operators that
docs/notation.md lists. They are computed exactly (never wrapping), so they are kept as
trees that a writer turns into checked arithmetic, with the author's text for messages.
"""

from __future__ import annotations

from collections.abc import Iterator

from ungil.diagnostics import Span
from ungil.frozen import frozen


@frozen
class Number:
    """An integer or floating literal (a character literal is its integer)."""

    value: int | float


@frozen
class ParameterValue:
    """The value of a parameter, by its C name."""

    name: str


@frozen
class Pointee:
    """`*p`: before the call what the caller gave, after it what C left."""

    name: str


@frozen
class NamedConstant:
    """A macro or an enumerator, by its C name."""

    name: str


@frozen
class ReturnValue:
    """`return`: the C result."""


@frozen
class SizeOf:
    """`sizeof(type)`; `type` is C's spelling."""

    type: str


@frozen
class Unary:
    """`-`, `+` or `!`."""

    operator: str
    operand: Node


@frozen
class Binary:
    """`+ - * / % << >> & |`, a comparison, `&&` or `||`."""

    operator: str
    left: Node
    right: Node


@frozen
class Conditional:
    """`condition ? then : otherwise`."""

    condition: Node
    then: Node
    otherwise: Node


Node = (
    Number
    | ParameterValue
    | Pointee
    | NamedConstant
    | ReturnValue
    | SizeOf
    | Unary
    | Binary
    | Conditional
)


@frozen
class Expression:
    """A tree with the author's text (white space folded) and where it stands."""

    node: Node
    text: str
    span: Span

    @property
    def bare(self) -> str | None:
        """The parameter that this is nothing but, as `n` or `*n`; else None."""
        match self.node:
            case ParameterValue(name) | Pointee(name):
                return name
        return None

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters named in it, each once, in order."""
        found: dict[str, None] = {}
        for node in walk(self.node):
            if isinstance(node, ParameterValue | Pointee):
                found[node.name] = None
        return tuple(found)


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, parents first."""
    yield node
    match node:
        case Unary(_, operand):
            yield from walk(operand)
        case Binary(_, left, right):
            yield from walk(left)
            yield from walk(right)
        case Conditional(condition, then, otherwise):
            yield from walk(condition)
            yield from walk(then)
            yield from walk(otherwise)
