"""What an expression may name: parameters, constants, and types inside `sizeof`."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import Protocol

from ungil.frozen import frozen
from ungil.header.lexer import IDENTIFIER, NUMBER, Token
from ungil.header.standard_types import STANDARD_TYPES
from ungil.header.syntax import TYPE_KEYWORDS
from ungil.header.types import TypeTable, go_together
from ungil.interface import Void

QUALIFIERS = frozenset(("const", "volatile"))
_TAGS = ("struct", "union", "enum")


class TypeNames(Protocol):
    """The types that headers know by a name."""

    def __contains__(self, name: object, /) -> bool: ...

    def has_size(self, spelling: str) -> bool:
        """Whether the compiler can tell the size of `struct point`, or of a typedef."""


class StandardTypes:
    """Those that need no declaration."""

    def __contains__(self, name: object, /) -> bool:
        return name in STANDARD_TYPES

    def has_size(self, spelling: str) -> bool:
        return spelling in STANDARD_TYPES


class KnownTypes:
    """Those, and the headers' own."""

    def __init__(self, table: TypeTable) -> None:
        self._table = table

    def __contains__(self, name: object, /) -> bool:
        return name in STANDARD_TYPES or name in self._table.typedefs

    def has_size(self, spelling: str) -> bool:
        declared = self._table.typedefs.get(spelling)
        if declared is None:
            has_fields = self._has_fields(spelling)
            return has_fields if spelling.startswith(("struct ", "union ")) else spelling != "void"
        if declared.layers:
            return True
        if isinstance(declared.base, str):
            return self._has_fields(declared.base)
        return not isinstance(declared.base, tuple | Void)

    def _has_fields(self, key: str) -> bool:
        record = self._table.records.get(key)
        return record is not None and record.fields is not None


@frozen
class Scope:
    """The names that an expression of `function` may use."""

    function: str
    parameters: Mapping[str, object]
    constants: Container[str]
    types: TypeNames


def problem_of(tokens: Sequence[Token], scope: Scope) -> tuple[Token, str] | None:
    """Where and why C knows no size of what stands in the parentheses of `sizeof`."""
    words = [token for token in tokens if token.text not in QUALIFIERS]
    if not words:
        return tokens[0], f"'{tokens[0].text}' alone is no type"
    length = 1
    if words[0].text in _TAGS:
        length = 2
        if len(words) < 2 or words[1].kind != IDENTIFIER:
            return words[0], f"'{words[0].text}' needs a name"
    elif words[0].text in TYPE_KEYWORDS:
        while length < len(words) and words[length].text in TYPE_KEYWORDS:
            length += 1
    spelling = " ".join(token.text for token in words[:length])
    if length > 1 and words[0].text not in _TAGS and not go_together(tuple(spelling.split())):
        return words[0], f"'{spelling}' is no type"
    for index, token in enumerate(words[length:], length):
        if not _fits_behind_a_type(words, index, scope):
            return token, f"'{token.text}' does not fit here in a type"
    is_pointer = any(token.text == "*" for token in words)
    if not is_pointer and not scope.types.has_size(spelling):
        return words[0], f"'{spelling}' has no size that C knows"
    return None


def _fits_behind_a_type(words: Sequence[Token], index: int, scope: Scope) -> bool:
    """Whether a token is part of `*` or of `[3]`."""
    token = words[index]
    if token.kind == NUMBER or token.text in scope.constants:
        around = [word.text for word in (words[index - 1], *words[index + 1 : index + 2])]
        return around == ["[", "]"]
    if token.text == "[":
        return index + 2 < len(words) and words[index + 2].text == "]"
    return token.text in ("*", "]")
