"""The notation's expressions: counts, ranges and conditions, from tokens to trees."""

from __future__ import annotations

import math
import re
from collections.abc import Container, Sequence
from typing import NoReturn

from ungil.diagnostics import Span
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
from ungil.header.lexer import CHARACTER, IDENTIFIER, NUMBER, Token
from ungil.header.report import Report, did_you_mean
from ungil.header.syntax import TYPE_KEYWORDS
from ungil.header.type_names import QUALIFIERS, Scope, StandardTypes, problem_of
from ungil.interface import CSource

_MOST_TOKENS = 200
_DEEPEST = 40

_PRECEDENCE = {
    operator: level
    for level, operators in enumerate(
        ("||", "&&", "|", "^", "&", "== !=", "< <= > >=", "<< >>", "+ -", "* / %"), 1
    )
    for operator in operators.split()
}
_ESCAPES = {"n": 10, "t": 9, "r": 13, "a": 7, "b": 8, "f": 12, "v": 11}

STANDARD_CONSTANTS = re.compile(
    r"""(?:U?(?:INT|LONG|LLONG|SHRT|CHAR)|SCHAR|U?INT(?:8|16|32|64|MAX|PTR)
        |U?INT_(?:LEAST|FAST)(?:8|16|32|64)|S?SIZE|PTRDIFF|WCHAR|RAND|PATH|NAME|FLT|DBL)_(?:MAX|MIN)
        |CHAR_BIT|EOF|BUFSIZ|(?:FLT|DBL)_EPSILON|M_PI|M_E""",
    re.VERBOSE,
)
"""Macros of the C library that an expression may name without a declaration."""


class _FailedError(Exception):
    """The expression was reported; there is no tree."""


def parse(
    tokens: Sequence[Token], scope: Scope, report: Report, unknown: str = "unknown-name"
) -> Expression | None:
    """The tree of an expression; None, with an error reported, for what the notation has not.

    `unknown` is the code that an unknown name is reported under.
    """
    parser = _Parser(tokens, scope, report, unknown)
    try:
        return Expression(parser.whole(), source_text(tokens), span_of(tokens))
    except _FailedError:
        return None


def c_source(tokens: Sequence[Token], parameters: Container[str]) -> CSource:
    """Plain C as the author wrote it, with the parameters that it names."""
    named: dict[str, None] = {}
    for index, token in enumerate(tokens):
        member = index > 0 and tokens[index - 1].text in (".", "->")
        if token.kind == IDENTIFIER and token.text in parameters and not member:
            named[token.text] = None
    return CSource(source_text(tokens), tuple(named), span_of(tokens))


def source_text(tokens: Sequence[Token]) -> str:
    """The tokens as the author spaced them, white space folded to one blank."""
    parts = [tokens[0].text]
    for token in tokens[1:]:
        if token.spaced:
            parts.append(" ")
        parts.append(token.text)
    return "".join(parts)


def span_of(tokens: Sequence[Token]) -> Span:
    """From the first token to the last, or to the end of the first one's line."""
    first, last = tokens[0], tokens[-1]
    length = len(first.text)
    if last.line == first.line and last.column >= first.column:
        length = last.column + len(last.text) - first.column
    return Span(first.source.name, first.line, first.column, length)


def number_of(text: str) -> int | float | None:
    """The value of a C number; None where it is malformed."""
    lower = text.lower()
    try:
        if lower.startswith("0x") and "p" in lower:
            return float.fromhex(lower.rstrip("fl"))
        if lower.startswith("0x"):
            return int(lower.rstrip("ul"), 16)
        if lower.startswith("0b"):
            return int(lower.rstrip("ul"), 2)
        if "." in lower or "e" in lower:
            return float(lower.rstrip("fl"))
        digits = lower.rstrip("ul")
        return int(digits, 8) if len(digits) > 1 and digits[0] == "0" else int(digits)
    except ValueError:
        return None


def character_of(text: str) -> int | None:
    """The value of a character literal of one character or escape of ASCII.

    What lies above is negative where `char` is signed.
    """
    value = _character(text[text.index("'") + 1 : -1])
    return value if value is not None and value < 128 else None


def _character(inner: str) -> int | None:
    if len(inner) == 1:
        return ord(inner)
    if not inner.startswith("\\"):
        return None
    escape = inner[1:]
    try:
        if escape[0] == "x":
            return int(escape[1:], 16)
        if escape[0] in "01234567":
            return int(escape, 8)
    except ValueError:
        return None
    if len(escape) != 1:
        return None
    return _ESCAPES.get(escape, ord(escape))


def parse_constant(tokens: Sequence[Token], constants: Container[str]) -> Node | None:
    """The tree of a constant expression of C, casts and all; None for anything else.

    What the notation has not comes out as `Unary("~", ...)`, `Binary("^", ...)` and, for a
    cast, `Binary("cast", SizeOf(type), operand)`.
    """
    parser = _Parser(tokens, Scope("", {}, constants, StandardTypes()), Report(), "expression")
    parser.constant = True
    try:
        return parser.whole()
    except _FailedError:
        return None


class _Parser:
    constant = False

    def __init__(self, tokens: Sequence[Token], scope: Scope, report: Report, unknown: str) -> None:
        self.tokens = tokens
        self.scope = scope
        self.report = report
        self.unknown = unknown
        self.position = 0
        self.depth = 0

    def whole(self) -> Node:
        if len(self.tokens) > _MOST_TOKENS:
            self._fail(self.tokens[0], f"an expression has at most {_MOST_TOKENS} tokens")
        node = self._unary() if len(self.tokens) == 1 else self._conditional()
        if self.position < len(self.tokens):
            self._unexpected(self.tokens[self.position])
        return node

    def _peek(self) -> str:
        return self.tokens[self.position].text if self.position < len(self.tokens) else ""

    def _next(self) -> Token:
        if self.position >= len(self.tokens):
            self._fail(self.tokens[-1], f"something is missing after '{self.tokens[-1].text}'")
        self.position += 1
        return self.tokens[self.position - 1]

    def _expect(self, text: str) -> None:
        token = self._next()
        if token.text != text:
            self._fail(token, f"'{text}' is expected before '{token.text}'")

    def _conditional(self) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            self._fail(self.tokens[self.position - 1], "this is nested too deeply")
        condition = self._binary(1)
        if self._peek() == "?":
            self.position += 1
            then = self._conditional()
            self._expect(":")
            condition = Conditional(condition, then, self._conditional())
        self.depth -= 1
        return condition

    def _binary(self, level: int) -> Node:
        left = self._unary()
        while True:
            operator = self._peek()
            found = _PRECEDENCE.get(operator, 0)
            if found < level:
                return left
            if operator == "^" and not self.constant:
                self._unexpected(self.tokens[self.position])
            self.position += 1
            left = Binary(operator, left, self._binary(found + 1))

    def _unary(self) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            self._fail(self.tokens[self.position - 1], "this is nested too deeply")
        try:
            token = self._next()
            match token.text:
                case "-" | "+" | "!":
                    return Unary(token.text, self._unary())
                case "~" if self.constant:
                    return Unary(token.text, self._unary())
                case "*":
                    return self._pointee()
                case "(":
                    return self._parenthesised()
                case "sizeof":
                    return self._sizeof()
                case "return":
                    return ReturnValue()
            return self._operand(token)
        finally:
            self.depth -= 1

    def _operand(self, token: Token) -> Node:
        if token.kind == NUMBER:
            value = number_of(token.text)
            if value is None:
                self._fail(token, f"'{token.text}' is no number")
            if value == math.inf or (isinstance(value, int) and value >= 1 << 64):
                self._fail(token, f"'{token.text}' is larger than any number of C")
            return Number(value)
        if token.kind == CHARACTER:
            code = character_of(token.text)
            if code is None:
                self._fail(token, f"{token.text} is no single character of ASCII")
            return Number(code)
        if token.kind != IDENTIFIER or token.text in TYPE_KEYWORDS:
            self._unexpected(token)
        following = self._peek()
        if following == "(":
            self._fail(
                token,
                f"{token.text}() cannot be called here",
                "counts, ranges and conditions have no calls; a UNGIL_DEFAULT may call functions",
            )
        if following in (".", "->", "["):
            self._fail(
                self.tokens[self.position], f"'{following}' is not in the notation's expressions"
            )
        return self._name(token)

    def _name(self, token: Token) -> Node:
        if token.text in self.scope.parameters:
            return ParameterValue(token.text)
        if token.text in self.scope.constants or STANDARD_CONSTANTS.fullmatch(token.text):
            return NamedConstant(token.text)
        if token.text in ("true", "false"):
            return Number(int(token.text == "true"))
        return self._unknown_name(token)

    def _unknown_name(self, token: Token) -> NoReturn:
        names = list(self.scope.parameters)
        hint = did_you_mean(token.text, names)
        if hint is None and token.text.isupper():
            hint = f"UNGIL_CONSTANT({token.text}); declares a macro of an included header"
        elif hint is None and names:
            hint = f"the parameters are {', '.join(names)}"
        what = "a parameter" if self.unknown == "unknown-count" else "a parameter or a constant"
        self.report.error(
            self.unknown,
            token.span,
            f"'{token.text}' is not {what} of {self.scope.function}()",
            hint=hint,
        )
        raise _FailedError

    def _pointee(self) -> Node:
        token = self._next()
        if token.kind != IDENTIFIER or token.text not in self.scope.parameters:
            if token.kind == IDENTIFIER:
                self._unknown_name(token)
            self._fail(token, "'*' stands before the name of a parameter only")
        return Pointee(token.text)

    def _parenthesised(self) -> Node:
        if self._is_type():
            if self.constant:
                type_name = self._type_name()
                return Binary("cast", SizeOf(type_name), self._unary())
            self._fail(
                self.tokens[self.position],
                "the notation's expressions have no casts",
                "they are computed exactly, whatever C's types are",
            )
        node = self._conditional()
        self._expect(")")
        return node

    def _is_type(self) -> bool:
        name = self._peek()
        return name in TYPE_KEYWORDS | QUALIFIERS or (
            name in self.scope.types
            and name not in self.scope.parameters
            and name not in self.scope.constants
        )

    def _sizeof(self) -> Node:
        self._expect("(")
        if not self._is_type():
            token = self._next()
            self._fail(token, f"sizeof takes a type here, and '{token.text}' is none")
        return SizeOf(self._type_name())

    def _type_name(self) -> str:
        start = self.position
        while self._peek() not in ("", ")"):
            if self._peek() == "(":
                self._unexpected(self.tokens[self.position])
            self.position += 1
        tokens = self.tokens[start : self.position]
        self._expect(")")
        problem = None if self.constant else problem_of(tokens, self.scope)
        if problem:
            self._fail(*problem)
        return source_text(tokens)

    def _unexpected(self, token: Token) -> NoReturn:
        if token.text in ("^", "~", "=", "++", "--", "->", "."):
            self._fail(token, f"'{token.text}' is not in the notation's expressions")
        self._fail(token, f"'{token.text}' does not fit here in an expression")

    def _fail(self, token: Token, message: str, hint: str | None = None) -> NoReturn:
        self.report.error("expression", token.span, message, hint=hint)
        raise _FailedError
