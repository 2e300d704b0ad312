"""The macros that headers define: which become constants, which vanish, which expand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ungil.frozen import frozen
from ungil.header.attributes import CALLED_ATTRIBUTES, PLAIN_ATTRIBUTES
from ungil.header.lexer import IDENTIFIER, Directive, Token
from ungil.header.report import Report
from ungil.header.vocabulary import WORDS

_MOST_TOKENS = 10_000
"""What one use of a macro may expand to, so that nested doubling ends."""


@frozen
class Macro:
    """A #define; `parameters` is None for an object-like one."""

    name: Token
    parameters: tuple[str, ...] | None
    body: tuple[Token, ...]

    @property
    def spelling(self) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
        """What makes two definitions the same."""
        return self.parameters, tuple(token.text for token in self.body)

    @property
    def vanishes(self) -> bool:
        """Whether it stands for attributes and linkage only, which a declaration can lose."""
        return not without_attributes(self.body)


def without_attributes(tokens: Sequence[Token]) -> list[Token]:
    """The tokens that are no attribute, calling convention or linkage."""
    rest: list[Token] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.text in CALLED_ATTRIBUTES:
            position = closing(tokens, position + 1) + 1
            continue
        if token.text not in PLAIN_ATTRIBUTES and token.text not in ("extern", '"C"'):
            rest.append(token)
        position += 1
    return rest


def closing(tokens: Sequence[Token], opening: int) -> int:
    """The index of the parenthesis that closes the one at `opening`.

    `opening - 1` where there is none at `opening`, the last index where it is never closed.
    """
    if opening >= len(tokens) or tokens[opening].text != "(":
        return opening - 1
    depth = 0
    for position in range(opening, len(tokens)):
        text = tokens[position].text
        if text == "(":
            depth += 1
        elif text == ")":
            depth -= 1
            if depth == 0:
                return position
    return len(tokens) - 1


def arguments(tokens: Sequence[Token], opening: int, end: int) -> list[list[Token]]:
    """The comma-separated tokens between the parentheses at `opening` and `end`."""
    found: list[list[Token]] = [[]]
    depth = 0
    for token in tokens[opening + 1 : end]:
        if token.text in ("(", "[", "{"):
            depth += 1
        elif token.text in (")", "]", "}"):
            depth -= 1
        elif token.text == "," and depth == 0:
            found.append([])
            continue
        found[-1].append(token)
    return [] if found == [[]] else found


class MacroTable:
    """Macros by name, in the order of their definitions. `guards` are include guards."""

    def __init__(self) -> None:
        self.guards: set[str] = set()
        self._macros: dict[str, Macro] = {}
        self._undefined: dict[str, Macro] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._macros or name in self.guards

    def __iter__(self) -> Iterator[Macro]:
        return iter(self._macros.values())

    def get(self, name: str) -> Macro | None:
        return self._macros.get(name)

    def define(self, directive: Directive, report: Report) -> None:
        """Takes in a #define."""
        macro = parse_definition(directive)
        if macro is None:
            report.error("macro", directive.place.span, "#define takes the name of a macro")
            return
        name = macro.name.text
        if name.startswith("UNGIL_"):
            report.error(
                "reserved-name",
                macro.name.span,
                f"'{name}' begins with UNGIL_, as ungil's own words do",
                hint="choose another name",
            )
            return
        before = self._macros.get(name) or self._undefined.get(name)
        if before and before.spelling != macro.spelling:
            report.error(
                "macro",
                macro.name.span,
                f"'{name}' is defined differently before",
                related=(before.name.span, "it is defined here first"),
            )
        self._macros[name] = macro

    def undefine(self, directive: Directive) -> None:
        """Takes in an #undef."""
        for token in directive.tokens[1:2]:
            macro = self._macros.pop(token.text, None)
            if macro is not None and macro.parameters is None and not macro.vanishes:
                # A count that names it would have another value in the generated C.
                self._undefined[token.text] = macro

    def expand(self, tokens: list[Token], report: Report) -> list[Token]:
        """The tokens with macros replaced, but for those inside a word's parentheses."""
        macros = self._macros
        if not macros or not any(token.text in macros for token in tokens):
            return tokens
        out: list[Token] = []
        position = 0
        while position < len(tokens):
            token = tokens[position]
            if token.text in WORDS or token.text.startswith("UNGIL_"):
                end = closing(tokens, position + 1) + 1
                out.extend(tokens[position:end])
                position = end
            elif token.kind == IDENTIFIER and token.text in macros:
                expansion, position = self._use(tokens, position, frozenset(), token)
                if expansion is None:
                    report.error(
                        "macro",
                        token.span,
                        f"the macro '{token.text}' cannot be expanded",
                        hint="write out the declaration instead",
                        related=(macros[token.text].name.span, "it is defined here"),
                    )
                    expansion = []
                if expansion:
                    expansion[0].spaced = token.spaced
                out.extend(expansion)
            else:
                out.append(token)
                position += 1
        return out

    def _use(
        self, tokens: list[Token], position: int, hidden: frozenset[str], place: Token
    ) -> tuple[list[Token] | None, int]:
        """The expansion of the macro at `position` (None: impossible), and where it ends."""
        macro = self._macros[tokens[position].text]
        body: list[Token] = list(macro.body)
        following = position + 1
        if macro.parameters is not None:
            end = closing(tokens, following)
            if end < following:
                return [tokens[position]], following
            given = arguments(tokens, following, end)
            following = end + 1
            if any(token.text in ("#", "##", "__VA_ARGS__") for token in body):
                return None, following
            if len(given) != len(macro.parameters):
                if not (len(macro.parameters) == 1 and not given):
                    return None, following
                given = [[]]
            by_name = dict(zip(macro.parameters, given, strict=True))
            body = [t for token in body for t in by_name.get(token.text, (token,))]
        expansion = self._rescan(body, hidden | {macro.name.text}, place)
        return expansion, following

    def _rescan(
        self, body: list[Token], hidden: frozenset[str], place: Token
    ) -> list[Token] | None:
        out: list[Token] = []
        position = 0
        while position < len(body):
            token = body[position]
            if token.text in self._macros and token.text not in hidden:
                expansion, position = self._use(body, position, hidden, place)
                if expansion is None:
                    return None
                out.extend(expansion)
            else:
                out.append(token.at(place))
                position += 1
            if len(out) > _MOST_TOKENS:
                return None
        return out


def parse_definition(directive: Directive) -> Macro | None:
    """The macro that a #define defines; None where its line is malformed."""
    tokens = directive.tokens[1:]
    if not tokens or tokens[0].kind != IDENTIFIER:
        return None
    if len(tokens) > 1 and tokens[1].text == "(" and not tokens[1].spaced:
        end = closing(tokens, 1)
        names = tuple(token.text for token in tokens[2:end] if token.text != ",")
        return Macro(tokens[0], names, tuple(tokens[end + 1 :]))
    return Macro(tokens[0], None, tuple(tokens[1:]))
