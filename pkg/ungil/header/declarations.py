"""Top-level declarations: where each begins and ends."""

from __future__ import annotations

from collections.abc import Iterator

from ungil.diagnostics import Span
from ungil.frozen import frozen
from ungil.header.attributes import CALLED_ATTRIBUTES
from ungil.header.lexer import STRING, Token
from ungil.header.macros import closing
from ungil.header.report import Report
from ungil.header.vocabulary import WORDS, Word

_DEEPEST_NESTING = 60
_CLOSES = {")": "(", "]": "[", "}": "{"}


@frozen
class WordUse:
    """A word where it stands, with the tokens of its arguments."""

    word: Word
    token: Token
    arguments: list[list[Token]]

    @property
    def name(self) -> str:
        return self.word.name


class Declaration:
    """One top-level declaration.

    raw: all of its tokens but the closing `;` or the body.
    tokens: the same without words and attributes: plain C.
    words: the words at a `*` or a name, by its index in `tokens`.
    function_words: those after the parameter list or before the declaration.
    definition: whether it has a body.
    end: the token that closes it: `;`, or the `{` of a body.
    previous_end: the token that closed the declaration before it.
    attributes: whether attributes were taken out, which may tell of a struct's layout.
    """

    def __init__(
        self,
        raw: list[Token],
        end: Token,
        definition: bool = False,
        previous_end: Token | None = None,
    ) -> None:
        self.raw = raw
        self.end = end
        self.definition = definition
        self.previous_end = previous_end
        self.tokens: list[Token] = []
        self.words: dict[int, list[WordUse]] = {}
        self.function_words: list[WordUse] = []
        self.attributes = False

    @property
    def first(self) -> Token:
        return self.raw[0] if self.raw else self.end


def split(tokens: list[Token], report: Report) -> Iterator[Declaration]:
    """Splits a unit's tokens into declarations; parts without balance are reported, and lost."""
    start = position = linkages = 0
    opened: list[Token] = []
    previous_end: Token | None = None
    while position < len(tokens):
        token = tokens[position]
        text = token.text
        if position == start and text == "extern" and (length := _linkage(tokens, position)):
            _extern_c(token, report)
            linkages += length == 3
            position += length
            start = position
            continue
        if text == ";" and not (opened and opened[-1].text == "{"):
            if opened:
                _unclosed(opened[-1], report)
                opened.clear()
            elif position > start:
                yield Declaration(tokens[start:position], token, previous_end=previous_end)
            previous_end = token
            start = position + 1
        elif text in ("(", "[", "{"):
            if text == "{" and not opened and _opens_body(tokens, start, position):
                opening = token
                yield Declaration(
                    tokens[start:position], opening, definition=True, previous_end=previous_end
                )
                position = _skip_body(tokens, position, report)
                end = tokens[min(position, len(tokens) - 1)]
                previous_end = end
                start = position + 1
            else:
                opened.append(token)
                if len(opened) > _DEEPEST_NESTING:
                    report.error("nesting", token.span, "this is nested too deeply")
                    return
        elif text in _CLOSES:
            if opened and opened[-1].text == _CLOSES[text]:
                opened.pop()
            elif linkages and text == "}" and position == start:
                linkages -= 1
                start = position + 1
            else:
                _unopened(token, opened, report)
                if opened or text != "}":
                    position = _resume(tokens, position)
                    opened.clear()
                start = position + 1
        position += 1
    if opened:
        _unclosed(opened[0], report)
    elif start < len(tokens):
        _unfinished(tokens[start:], report)


def _linkage(tokens: list[Token], position: int) -> int:
    """How many tokens `extern "C"`, or `extern "C" {`, has at `position`; 0 for none."""
    texts = [token.text for token in tokens[position : position + 3]]
    if len(texts) < 2 or tokens[position + 1].kind != STRING:
        return 0
    return 3 if texts[2:] == ["{"] else 2


def _extern_c(token: Token, report: Report) -> None:
    report.error(
        "extern-c",
        token.span,
        "a C compiler does not know linkage specifications",
        hint="put it between #ifdef __cplusplus and #endif",
    )


def _opens_body(tokens: list[Token], start: int, position: int) -> bool:
    """Whether the brace at `position` opens a function's body (not a struct, enum or list)."""
    before = start
    seen_parameters = False
    while before < position:
        text = tokens[before].text
        if text in WORDS or text in CALLED_ATTRIBUTES:
            before = closing(tokens, before + 1) + 1
            continue
        if text == "=":
            return False
        if text == "(":
            seen_parameters = True
            before = closing(tokens, before)
        before += 1
    return seen_parameters


def _skip_body(tokens: list[Token], position: int, report: Report) -> int:
    depth = 0
    for index in range(position, len(tokens)):
        if tokens[index].text == "{":
            depth += 1
        elif tokens[index].text == "}":
            depth -= 1
            if depth == 0:
                return index
    _unclosed(tokens[position], report)
    return len(tokens)


def _resume(tokens: list[Token], position: int) -> int:
    """Where to go on behind a bad bracket: at the next `;`."""
    while position < len(tokens) and tokens[position].text != ";":
        position += 1
    return position


def _unclosed(token: Token, report: Report) -> None:
    report.error("unbalanced", token.span, f"this '{token.text}' is never closed")


def _unopened(token: Token, opened: list[Token], report: Report) -> None:
    related = None
    if opened:
        related = (opened[-1].span, f"this '{opened[-1].text}' is open")
    report.error(
        "unbalanced", token.span, f"'{token.text}' closes nothing that is open", related=related
    )


def _unfinished(tokens: list[Token], report: Report) -> None:
    last = tokens[-1]
    end = Span(last.source.name, last.line, last.column + len(last.text))
    report.error("syntax", end, "this declaration has no end", hint="add ';'")
