"""Top-level declarations: where each begins and ends, and which words stand in it.

The words are taken out of the token lists; what is left is plain C, in place, that pycparser
reads. Every word is filed under the token that it describes: a `*`, or a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ungil.diagnostics import Span
from ungil.header.attributes import ALTERNATE_KEYWORDS, CALLED_ATTRIBUTES, PLAIN_ATTRIBUTES
from ungil.header.lexer import IDENTIFIER, STRING, Token
from ungil.header.macros import arguments, closing
from ungil.header.report import Report, did_you_mean
from ungil.header.vocabulary import WORDS, Argument, Place, Word, rule_of_place

_DEEPEST_NESTING = 60
_CLOSES = {")": "(", "]": "[", "}": "{"}
_QUALIFIERS = frozenset(("const", "volatile", "restrict", "_Atomic"))
_STORAGE = frozenset(("static", "extern", "typedef"))


@dataclass(frozen=True, slots=True)
class WordUse:
    """A word where it stands, with the tokens of its arguments."""

    word: Word
    token: Token
    arguments: list[list[Token]]

    @property
    def name(self) -> str:
        return self.word.name


@dataclass(eq=False, slots=True)
class Declaration:
    """One top-level declaration.

    raw: all of its tokens but the closing `;` or the body.
    tokens: the same without words and attributes: plain C.
    words: the words at a `*` or a name, by its index in `tokens`.
    function_words: those after the parameter list or before the declaration.
    definition: whether it has a body.
    end: the token that closes it.
    previous_end: the token that closed the declaration before it.
    """

    raw: list[Token]
    end: Token
    definition: bool = False
    tokens: list[Token] = field(default_factory=list)
    words: dict[int, list[WordUse]] = field(default_factory=dict)
    function_words: list[WordUse] = field(default_factory=list)
    previous_end: Token | None = None

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
                raw = tokens[start:position]
                position = _skip_body(tokens, position, report)
                end = tokens[min(position, len(tokens) - 1)]
                yield Declaration(raw, end, definition=True, previous_end=previous_end)
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
                if opened:
                    position = _resume(tokens, position)
                    opened.clear()
                    start = position + 1
                elif text == "}":
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


class Cleaner:
    """Takes words, attributes and export macros out of declarations.

    `types` holds every type name known so far: it tells an export macro from a type.
    """

    def __init__(self, types: set[str], report: Report) -> None:
        self.types = types
        self.report = report

    def clean(self, declaration: Declaration) -> None:
        """Fills `tokens`, `words` and `function_words` of the declaration."""
        raw = declaration.raw
        dropped = self._export_macros(raw)
        out = declaration.tokens
        waiting: list[WordUse] = []
        depth, braces, position = 0, 0, 0
        gap = False
        while position < len(raw):
            token = raw[position]
            text = token.text
            if token.kind == IDENTIFIER:
                if text in WORDS or (text.startswith("UNGIL_") and text != "UNGIL_RESTRICT"):
                    uses, position = self._word(raw, position)
                    for use in uses:
                        if braces:
                            self._in_struct(use)
                        elif not self._place(use, declaration, depth):
                            waiting.append(use)
                    gap = True
                    continue
                if text in CALLED_ATTRIBUTES:
                    position = closing(raw, position + 1) + 1
                    gap = True
                    continue
                if text in PLAIN_ATTRIBUTES or position in dropped:
                    position += 1
                    gap = True
                    continue
                if text in ALTERNATE_KEYWORDS:
                    token = _respelled(token, ALTERNATE_KEYWORDS[text])
            elif text == "[" and position + 1 < len(raw) and raw[position + 1].text == "[":
                position = _behind_attribute(raw, position)
                gap = True
                continue
            if waiting:
                declaration.words.setdefault(len(out), []).extend(waiting)
                waiting = []
            if gap:
                token = _spaced(token)
                gap = False
            out.append(token)
            if text == "(":
                depth += 1
            elif text == ")":
                depth -= 1
            elif text == "{":
                braces += 1
            elif text == "}":
                braces -= 1
            position += 1
        for use in waiting:
            self.misplaced(use)

    def misplaced(self, use: WordUse) -> None:
        """Reports a word that stands where it describes nothing."""
        self.report.error(
            "misplaced-word",
            use.token.span,
            f"{use.token.text} does not belong here",
            hint=rule_of_place(use.word),
        )

    def _place(self, use: WordUse, declaration: Declaration, depth: int) -> bool:
        """Files a word under the `*` before it, or with the function; false for a name's."""
        out = declaration.tokens
        index = len(out) - 1
        while index >= 0 and out[index].text in _QUALIFIERS:
            index -= 1
        if index >= 0 and out[index].text == "*":
            declaration.words.setdefault(index, []).append(use)
            return True
        if depth:
            return False
        behind_parameters = index >= 0 and out[index].text == ")"
        if use.word.place & Place.FUNCTION and not behind_parameters:
            if any(token.text not in _STORAGE for token in out):
                self.misplaced(use)
                return True
        elif not behind_parameters and not use.word.place & Place.STATEMENT:
            return False
        declaration.function_words.append(use)
        return True

    def _word(self, raw: list[Token], position: int) -> tuple[list[WordUse], int]:
        """The words that the token spells, and the position behind their arguments."""
        token = raw[position]
        end = closing(raw, position + 1)
        words = WORDS.get(token.text)
        if words is None:
            self.report.error(
                "unknown-word",
                token.span,
                f"{token.text} is no word of the notation",
                hint=did_you_mean(token.text, WORDS)
                or "names that begin with UNGIL_ are ungil's own",
            )
            return [], end + 1
        given = arguments(raw, position + 1, end) if end > position else []
        takes = words[0].argument
        has_parentheses = end > position
        if not self._arguments_fit(token, takes, has_parentheses, given):
            return [], end + 1
        if takes is Argument.C or takes is Argument.OPTIONAL_C:
            whole = raw[position + 2 : end]
            given = [whole] if whole else []
        uses = [WordUse(word, token, given if word is words[0] else []) for word in words]
        return uses, (end if has_parentheses else position) + 1

    def _arguments_fit(
        self, token: Token, takes: Argument, has_parentheses: bool, given: list[list[Token]]
    ) -> bool:
        match takes:
            case Argument.NONE:
                fits = not has_parentheses
            case Argument.EXPRESSIONS:
                fits = has_parentheses and all(given) and bool(given)
            case Argument.TWO_EXPRESSIONS:
                fits = len(given) == 2 and all(given)
            case Argument.OPTIONAL_C:
                fits = has_parentheses
            case Argument.C:
                fits = bool(given)
            case Argument.EXPRESSION:
                fits = len(given) == 1 and bool(given[0])
            case Argument.IDENTIFIER:
                fits = len(given) == 1 and [t.kind for t in given[0]] == [IDENTIFIER]
            case Argument.STRING:
                fits = len(given) == 1 and {t.kind for t in given[0]} == {STRING}
        if not fits:
            message = f"{token.text} takes {takes.value} in parentheses"
            if takes is Argument.NONE:
                message = f"{token.text} takes no parentheses"
            self.report.error("word-arguments", token.span, message)
        return fits

    def _in_struct(self, use: WordUse) -> None:
        self.report.note(
            "no-effect",
            use.token.span,
            f"{use.token.text} has no effect on a struct field yet",
        )

    def _export_macros(self, raw: list[Token]) -> set[int]:
        """Indices of upper-case names that nothing defines and that are no types.

        Such are the export macros of libraries (`ZEXTERN int ZEXPORT f(int) ATTRIBUTE;`),
        whose definitions are the C compiler's alone.
        """
        if not any(token.text.isupper() and token.text not in self.types for token in raw):
            return set()
        candidates: list[int] = []
        has_type = False
        depth = 0
        for index, token in enumerate(raw):
            text = token.text
            if text in ("{", "="):
                return set()
            if text == "(":
                depth += 1
            elif text == ")":
                depth -= 1
            if depth or token.kind != IDENTIFIER or text in WORDS:
                continue
            if index and raw[index - 1].text in ("struct", "union", "enum"):
                has_type = True
                continue
            following = raw[index + 1] if index + 1 < len(raw) else None
            if self._could_be_export_macro(text):
                behind_parameters = index > 0 and raw[index - 1].text == ")"
                if behind_parameters or (following and following.kind == IDENTIFIER):
                    candidates.append(index)
                elif following and following.text == "*" and not has_type:
                    has_type = True
            elif following and following.text not in ("(", "[", ","):
                has_type = has_type or text not in _QUALIFIERS | _STORAGE | PLAIN_ATTRIBUTES
        if candidates and not has_type:
            before_name = [i for i in candidates if raw[i - 1].text != ")" or i == 0]
            candidates = [i for i in candidates if i not in before_name[-1:]]
        return set(candidates)

    def _could_be_export_macro(self, text: str) -> bool:
        return text.isupper() and text not in self.types and not text.startswith("UNGIL_")


def _respelled(token: Token, text: str) -> Token:
    return Token(token.kind, text, token.source, token.line, token.column, token.spaced)


def _spaced(token: Token) -> Token:
    if token.spaced:
        return token
    return Token(token.kind, token.text, token.source, token.line, token.column, True)


def _behind_attribute(raw: list[Token], position: int) -> int:
    """The position behind a `[[...]]`."""
    depth = 0
    for index in range(position, len(raw)):
        depth += (raw[index].text == "[") - (raw[index].text == "]")
        if depth == 0:
            return index + 1
    return len(raw)
