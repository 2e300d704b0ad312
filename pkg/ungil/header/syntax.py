"""C's grammar, by pycparser: it is given the declarations' own tokens instead of text.

A node's coordinate is therefore exact by construction: its `line` is the number of the
declaration, from 1, its `column` the index of the token there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, cast

from ungil.header.attributes import names_in
from ungil.header.declarations import Declaration
from ungil.header.lexer import CHARACTER, IDENTIFIER, NUMBER, STRING, Token
from ungil.header.report import Report, did_you_mean
from ungil.header.standard_types import STANDARD_TYPES

Node = Any
"""A node of pycparser's tree."""

PARTIAL_FIELD = "ungil_partial_"
"""The field that stands for cffi's `...;`, which C's grammar has not."""
OPAQUE_TYPE = "ungil_opaque_"
"""The type that stands for the `...` in cffi's `typedef ... name;`."""

# The names that pycparser's lexer and parser share.
_PUNCTUATION = {
    "...": "ELLIPSIS", ".": "PERIOD", "<<": "LSHIFT", "<=": "LE", "<": "LT", ">>": "RSHIFT",
    ">=": "GE", ">": "GT", "+": "PLUS", "->": "ARROW", "-": "MINUS", "&&": "LAND", "&": "AND",
    "||": "LOR", "|": "OR", "==": "EQ", "=": "EQUALS", "!=": "NE", "!": "LNOT", "*": "TIMES",
    "/": "DIVIDE", "%": "MOD", "^": "XOR", "~": "NOT", "?": "CONDOP", "(": "LPAREN",
    ")": "RPAREN", "[": "LBRACKET", "]": "RBRACKET", "{": "LBRACE", "}": "RBRACE",
    ",": "COMMA", ";": "SEMI", ":": "COLON", "++": "PLUSPLUS", "--": "MINUSMINUS",
}  # fmt: skip
_KEYWORDS = {
    word: word.upper()
    for word in names_in(
        "auto break case char const continue default do double else enum extern float for goto if"
        " inline int long register offsetof restrict return short signed sizeof static struct"
        " switch typedef union unsigned void volatile while __int128 _Bool _Complex _Noreturn"
        " _Thread_local _Static_assert _Atomic _Alignof _Alignas"
    )
}
TYPE_KEYWORDS = names_in(
    "char double float int long short signed unsigned void _Bool _Complex __int128"
    " struct union enum"
)
_NOT_TYPES = frozenset(_KEYWORDS) - TYPE_KEYWORDS
_QUALIFIERS_AND_STORAGE = names_in("const volatile restrict _Atomic static extern typedef")


class _ParserToken:
    """A token as pycparser's parser knows it."""

    __slots__ = ("column", "filename", "lineno", "type", "value")

    def __init__(self, type: str, value: str, lineno: int, column: int) -> None:
        self.type = type
        self.value = value
        self.lineno = lineno
        self.column = column
        self.filename = ""


class _TokenLexer:
    """Hands ready tokens to pycparser's parser, in the place of its own lexer."""

    def __init__(self, tokens: list[_ParserToken], hooks: dict[str, Any]) -> None:
        self.filename = ""
        self._next = iter(tokens)
        # pycparser 3.0 has its lexer tell types from names; later parsers do so themselves.
        self._is_type = hooks.get("type_lookup_func")
        self._scopes = {
            "LBRACE": hooks.get("on_lbrace_func"),
            "RBRACE": hooks.get("on_rbrace_func"),
        }

    def input(self, text: str, filename: str = "") -> None:
        """There is no text: the tokens came with the constructor."""

    def token(self) -> _ParserToken | None:
        token = next(self._next, None)
        if token is not None and self._is_type is not None:
            if token.type == "ID" and self._is_type(token.value):
                token.type = "TYPEID"
            elif scope := self._scopes.get(token.type):
                scope()
        return token


def parse(
    declarations: Sequence[Declaration], types: Sequence[str], report: Report
) -> Iterator[tuple[Declaration, Node]]:
    """The nodes of all declarations, in order; what C does not allow is reported.

    `types` are the type names that need no declaration.
    """
    from pycparser.c_parser import ParseError

    try:
        nodes = _parse(declarations, types)
    except (ParseError, RecursionError):
        yield from _parse_each(declarations, types, report)
        return
    for node in nodes:
        coordinate = node.coord
        if coordinate is not None and coordinate.line:
            yield declarations[coordinate.line - 1], node


def _parse(declarations: Sequence[Declaration], types: Sequence[str]) -> list[Node]:
    from pycparser.c_parser import CParser

    tokens: list[_ParserToken] = []
    for name in types:
        for kind, text in (("TYPEDEF", "typedef"), ("INT", "int"), ("ID", name), ("SEMI", ";")):
            tokens.append(_ParserToken(kind, text, 0, 0))
    for number, declaration in enumerate(declarations, 1):
        for index, kind, text in _grammar_tokens(declaration.tokens):
            tokens.append(_ParserToken(kind, text, number, index))
        tokens.append(_ParserToken("SEMI", ";", number, len(declaration.tokens)))

    def lexer(**hooks: Any) -> _TokenLexer:
        return _TokenLexer(tokens, hooks)

    return list(CParser(lexer=cast(Any, lexer)).parse("").ext)


def _grammar_tokens(tokens: list[Token]) -> Iterator[tuple[int, str, str]]:
    """Index, kind and text of what the grammar sees, with cffi's `...` replaced."""
    braces = 0
    for index, token in enumerate(tokens):
        text = token.text
        kind = token.kind
        if kind == IDENTIFIER:
            yield index, _KEYWORDS.get(text, "ID"), text
        elif text == "..." and (replaced := _ellipsis(tokens, index, braces)) is not None:
            for kind_name, new_text in replaced:
                yield index, kind_name, new_text
        elif kind == NUMBER:
            yield index, _number_kind(text), text
        elif kind == STRING:
            yield index, "STRING_LITERAL", text[text.index('"') :]
        elif kind == CHARACTER:
            yield index, "CHAR_CONST", text[text.index("'") :]
        elif text == "=" and index + 1 < len(tokens) and tokens[index + 1].text == "...":
            continue
        else:
            braces += (text == "{") - (text == "}")
            yield index, _PUNCTUATION.get(text, "PPHASH"), text


def _ellipsis(tokens: list[Token], index: int, braces: int) -> list[tuple[str, str]] | None:
    """What stands for `...` where cffi knows it and C does not; None for a variadic's."""
    before = tokens[index - 1].text if index else ""
    after = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if before == "[":
        return []
    if braces and after == ";":
        return [("INT", "int"), ("ID", PARTIAL_FIELD)]
    if braces and (before in ("=", ",", "{") and after in (",", "}")):
        return [] if before == "=" else [("ID", PARTIAL_FIELD)]
    if before == "typedef":
        return [("STRUCT", "struct"), ("ID", OPAQUE_TYPE)]
    if before in ("int", "long", "float", "double"):
        return []
    return None


def _number_kind(text: str) -> str:
    lower = text.lower()
    if lower.startswith("0x"):
        return "HEX_FLOAT_CONST" if "p" in lower else "INT_CONST_HEX"
    if lower.startswith("0b"):
        return "INT_CONST_BIN"
    if "." in text or "e" in lower:
        return "FLOAT_CONST"
    return "INT_CONST_OCT" if len(text) > 1 and text[0] == "0" else "INT_CONST_DEC"


# --- when it fails -----------------------------------------------------------------------


def _parse_each(
    declarations: Sequence[Declaration], types: Sequence[str], report: Report
) -> Iterator[tuple[Declaration, Node]]:
    """Parses each declaration alone, so that every bad one is reported, not just the first."""
    from pycparser.c_parser import ParseError

    known = dict.fromkeys(types)
    for declaration in declarations:
        unknown = list(unknown_types(declaration.tokens, known))
        for token in unknown:
            report_unknown_type(token, known, report)
        names = [name for name in dict.fromkeys(types_in(declaration.tokens)) if name in known]
        defined = typedef_name(declaration.tokens)
        if not unknown:
            try:
                nodes = _parse([declaration], [name for name in names if name != defined])
                yield from ((declaration, n) for n in nodes if n.coord.line)
            except ParseError as error:
                _report_syntax(declaration, str(error), report)
            except RecursionError:
                span = declaration.first.span
                report.error("nesting", span, "this declaration is nested too deeply")
        if defined:
            known[defined] = None


def types_in(tokens: Sequence[Token]) -> Iterator[str]:
    """Every identifier of a declaration."""
    for token in tokens:
        if token.kind == IDENTIFIER:
            yield token.text


def typedef_name(tokens: Sequence[Token]) -> str | None:
    """The name that a typedef defines (the last one, where it defines several)."""
    if not tokens or tokens[0].text != "typedef":
        return None
    pointer = [
        tokens[i + 2].text
        for i in range(len(tokens) - 2)
        if tokens[i].text == "(" and tokens[i + 1].text == "*" and tokens[i + 2].kind == IDENTIFIER
    ]
    depth = 0
    name = None
    for token in tokens:
        depth += (token.text in ("(", "{", "[")) - (token.text in (")", "}", "]"))
        if depth == 0 and token.kind == IDENTIFIER and token.text not in _KEYWORDS:
            name = token.text
        elif pointer and depth == 1 and token.text == "(":
            return pointer[0]
    return name


def unknown_types(
    tokens: Sequence[Token], known: dict[str, None] | frozenset[str]
) -> Iterator[Token]:
    """Names that stand where only a type can stand, and are none."""
    defined = typedef_name(tokens)
    at_start, after_tag = True, False
    in_enum = [False]
    brackets = 0
    for index, token in enumerate(tokens):
        text = token.text
        brackets += (text == "[") - (text == "]")
        if text == "=" and not in_enum[-1]:
            return
        if brackets or in_enum[-1]:
            if text == "}":
                in_enum.pop()
            at_start = False
        elif text in ("(", ",", ";"):
            at_start = True
        elif text == "{":
            in_enum.append("enum" in [t.text for t in tokens[max(0, index - 2) : index]])
            at_start = True
        elif text == "}":
            in_enum = in_enum[:-1] or [False]
            at_start = False
        elif at_start and text in _QUALIFIERS_AND_STORAGE:
            continue
        elif at_start and text in ("struct", "union", "enum"):
            at_start, after_tag = False, True
        elif at_start and not after_tag and token.kind == IDENTIFIER:
            at_start = False
            if text in TYPE_KEYWORDS or text in known or text in _NOT_TYPES or text == defined:
                continue
            following = tokens[index + 1] if index + 1 < len(tokens) else None
            if following is None:
                continue
            if following.kind == IDENTIFIER or (following.text in ("*", ")", ",") and index):
                yield token
        else:
            at_start = after_tag = False


def report_unknown_type(token: Token, known: dict[str, None], report: Report) -> None:
    """Reports a type that nothing declares."""
    candidates = {*known, *TYPE_KEYWORDS, *STANDARD_TYPES}
    report.error(
        "unknown-type",
        token.span,
        f"'{token.text}' is no type that the header declares",
        hint=did_you_mean(token.text, candidates)
        or f"repeat its typedef here, or declare it: typedef struct {token.text} {token.text};",
    )


_COORDINATE = re.compile(r":(\d+)(?::(\d+))?: ")


def _report_syntax(declaration: Declaration, message: str, report: Report) -> None:
    found = _COORDINATE.match(message)
    tokens = declaration.tokens
    index = int(found[2] or 0) if found else len(tokens)
    token = tokens[index] if index < len(tokens) else declaration.end
    message = f"'{token.text}' does not fit here in a C declaration"
    hint = None
    if index == 0 and len(tokens) > 1 and tokens[1].text == "(":
        message = f"'{token.text}' is declared without a type"
    depth = 0
    for place, following in zip(tokens, [*tokens[1:], declaration.end], strict=True):
        depth += (place.text == "(") - (place.text == ")")
        if place.text == ")" and depth == 0 and following.kind == IDENTIFIER:
            token, message = place, f"a ';' is missing before '{following.text}'"
            break
        if place.text == "," and following.text == ")":
            token, message = place, "a parameter is missing behind this ','"
            break
    if token.text in _KEYWORDS:
        hint = f"'{token.text}' is a keyword of C"
    report.error("syntax", token.span, message, hint=hint)
