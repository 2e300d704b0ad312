"""The declarations as cffi's `cdef` reads them.

cffi knows C's declarations and its own `...`; what it does not know is left out or said in
its way: bodies, storage of functions, array sizes that are not plain numbers, constants.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from ungil.header.constants import evaluate
from ungil.header.declarations import Declaration
from ungil.header.lexer import IDENTIFIER, PUNCTUATION, Token
from ungil.header.macros import closing
from ungil.header.standard_types import SYSTEM_INTEGER_TYPES
from ungil.header.types import BEYOND_CFFI
from ungil.interface import Constant, ConstantKind

_CONSTANT_LINES = {
    ConstantKind.INTEGER: "#define {} ...",
    ConstantKind.REAL: "static const double {};",
    ConstantKind.TEXT: "static char *const {};",
}


class CffiText:
    """Collects the text of one interface.

    `values` are the integer constants known here; `packed` tells of a `#pragma pack`.
    """

    def __init__(self, values: Mapping[str, int], packed: bool) -> None:
        self.values = values
        self.packed = packed
        self._lines: list[str] = []
        self._beyond: set[str] = set(BEYOND_CFFI)
        self._system_types: dict[str, None] = {}
        self._declared: set[str] = set()

    def add_function(self, declaration: Declaration, name: Token) -> None:
        """A function's prototype, without its body and its words."""
        tokens = [t for t in declaration.tokens if t.text not in ("static", "extern")]
        if self._is_beyond(tokens):
            return
        opening = tokens.index(name) + 1
        while opening < len(tokens) and tokens[opening].text != "(":
            opening += 1
        end = closing(tokens, opening)
        pieces = [self._parameter(part) for part in _split(tokens[opening + 1 : end])]
        head, tail = _spell(tokens[: opening + 1]), _spell(tokens[end:])
        self._lines.append(f"{head}{', '.join(pieces)}{tail};")

    def add(self, declaration: Declaration, is_object: bool) -> None:
        """Any other declaration: a type, or an object without its value."""
        tokens = declaration.tokens
        if self._is_beyond(tokens):
            self._beyond.update(token.text for token in tokens[-1:] if tokens[0].text == "typedef")
            return
        if tokens[0].text in ("enum", "typedef") or "{" not in [t.text for t in tokens]:
            tokens = _without_value(tokens)
        storage = "extern " if is_object and tokens[0].text not in ("static", "extern") else ""
        if self.packed or declaration.attributes:
            tokens = _with_unknown_layout(tokens)
        self._lines.append(f"{storage}{_spell(list(self._with_numbers(tokens)))};")

    def add_constant(self, constant: Constant) -> None:
        """A macro; enumerators come with their enum."""
        line = _CONSTANT_LINES.get(constant.kind)
        if line is not None and not constant.enumerator and not constant.from_word:
            self._lines.append(line.format(constant.name))

    def text(self) -> str:
        """All of it, the types of the system that it uses first."""
        types = [f"typedef int... {name};" for name in self._system_types]
        return "".join(f"{line}\n" for line in (*types, *self._lines))

    def _is_beyond(self, tokens: Sequence[Token]) -> bool:
        if tokens[0].text == "typedef":
            self._declared.add(tokens[-1].text)
        for token in tokens:
            if token.text in self._beyond:
                return True
            if token.text == "_Complex" and "long" in [t.text for t in tokens]:
                return True
            if token.text in SYSTEM_INTEGER_TYPES and token.text not in self._declared:
                self._system_types[token.text] = None
        return False

    def _parameter(self, tokens: list[Token]) -> str:
        """A parameter; cffi takes the outermost size of an array away, as C does."""
        start = _first_bracket(tokens)
        if start is None:
            return _spell(list(self._with_numbers(tokens, unknown="")))
        sizes: list[list[Token]] = []
        position = start
        while position < len(tokens) and tokens[position].text == "[":
            end = _closing_bracket(tokens, position)
            sizes.append(tokens[position + 1 : end])
            position = end + 1
        inner = [evaluate(size, self.values) for size in sizes[1:]]
        if None in inner:
            # A pointer to an array whose size is a parameter: any pointer converts to it.
            const = "const " if any(token.text == "const" for token in tokens) else ""
            name = tokens[start - 1].text if tokens[start - 1].kind == IDENTIFIER else ""
            return f"{const}void *{name}"
        brackets = "".join(f"[{size}]" for size in inner)
        return f"{_spell(tokens[:start])}[]{brackets}{_spell(tokens[position:])}"

    def _with_numbers(self, tokens: Sequence[Token], unknown: str = "...") -> Iterator[Token]:
        """The tokens with array sizes as numbers, or `unknown` where only C knows them."""
        position = 0
        in_enum = any(token.text == "enum" for token in tokens)
        while position < len(tokens):
            token = tokens[position]
            yield token
            position += 1
            if token.text == "[":
                end = _closing_bracket(tokens, position - 1)
                size = tokens[position:end]
                if any(t.kind == IDENTIFIER for t in size) or len(size) > 1:
                    value = evaluate(size, self.values)
                    text = unknown if value is None else str(value)
                    yield Token(IDENTIFIER, text, token.source, token.line, token.column, False)
                    position = end
            elif token.text == "=" and in_enum:
                end = position
                depth = 0
                while end < len(tokens) and not (depth == 0 and tokens[end].text in (",", "}")):
                    depth += (tokens[end].text == "(") - (tokens[end].text == ")")
                    end += 1
                value = evaluate(tokens[position:end], self.values)
                text = "..." if value is None else str(value)
                yield Token(IDENTIFIER, text, token.source, token.line, token.column, True)
                position = end


def _without_value(tokens: list[Token]) -> list[Token]:
    """An object's declaration without its initialiser (an enum has values inside braces)."""
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token.text in ("{", "(")) - (token.text in ("}", ")"))
        if token.text == "=" and depth == 0:
            return tokens[:index]
    return tokens


def _with_unknown_layout(tokens: list[Token]) -> list[Token]:
    """A struct with cffi's `...;` at its end: the C compiler lays it out."""
    texts = [token.text for token in tokens]
    if "{" not in texts or "enum" in texts or ":" in texts or "..." in texts:
        return tokens
    end = len(texts) - 1 - texts[::-1].index("}")
    place = tokens[end]
    more = [Token(PUNCTUATION, text, place.source, place.line, 0, True) for text in ("...", ";")]
    return [*tokens[:end], *more, *tokens[end:]]


def _split(tokens: Sequence[Token]) -> list[list[Token]]:
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
        if token.text == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _first_bracket(tokens: Sequence[Token]) -> int | None:
    """The index of the `[` behind a parameter's name; None for one that is no array."""
    depth = 0
    for index, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "[" and depth == 0:
            # `(*a)[3]` is a pointer already; its size belongs to what it points to.
            return None if index and tokens[index - 1].text == ")" else index
    return None


def _closing_bracket(tokens: Sequence[Token], opening: int) -> int:
    depth = 0
    for index in range(opening, len(tokens)):
        depth += (tokens[index].text == "[") - (tokens[index].text == "]")
        if depth == 0:
            return index
    return len(tokens)


def _complex_behind(tokens: Sequence[Token]) -> list[Token]:
    """`_Complex double` as cffi spells it: `double _Complex`."""
    out = list(tokens)
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else token
        if token.text == "_Complex" and following.text in ("float", "double"):
            out[index], out[index + 1] = following, token
        elif token.text == "_Complex" and tokens[index - 1].text not in ("float", "double"):
            place = token.source, token.line, token.column, token.spaced
            out[index] = Token(IDENTIFIER, "double _Complex", *place)
    return out


_PREFIXES = frozenset(("signed", "unsigned", "short", "long"))
_BASES = frozenset(("int", "char", "double"))


def _prefixes_first(tokens: Sequence[Token]) -> Sequence[Token]:
    """`long int unsigned` as `long unsigned int`, the only order of the words that cffi reads."""
    if not any(
        first.text in _BASES and second.text in _PREFIXES
        for first, second in itertools.pairwise(tokens)
    ):
        return tokens
    ordered = list(tokens)
    for end in range(1, len(ordered)):
        place = end
        while place and ordered[place].text in _PREFIXES and ordered[place - 1].text in _BASES:
            ordered[place - 1 : place + 1] = ordered[place], ordered[place - 1]
            place -= 1
    return ordered


def _spell(tokens: Sequence[Token]) -> str:
    """The tokens on one line."""
    if any(token.text == "_Complex" for token in tokens):
        tokens = _complex_behind(tokens)
    tokens = _prefixes_first(tokens)
    parts: list[str] = []
    before: Token | None = None
    for token in tokens:
        if before is not None and (
            token.spaced or (token.kind == IDENTIFIER and before.kind == IDENTIFIER)
        ):
            parts.append(" ")
        parts.append(token.text)
        before = token
    return "".join(parts)
