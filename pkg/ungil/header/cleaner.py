"""Words out of declarations: what is left is plain C, in place.

Every word is filed under the token that it describes: a `*`, or a name.
"""

from __future__ import annotations

from ungil.header.attributes import ALTERNATE_KEYWORDS, CALLED_ATTRIBUTES, PLAIN_ATTRIBUTES
from ungil.header.declarations import Declaration, WordUse
from ungil.header.lexer import IDENTIFIER, STRING, Token
from ungil.header.macros import arguments, closing
from ungil.header.report import Report, did_you_mean
from ungil.header.vocabulary import WORDS, Argument, Place, rule_of_place

_QUALIFIERS = frozenset(("const", "volatile", "restrict", "_Atomic"))
_STORAGE = frozenset(("static", "extern", "typedef"))


class Cleaner:
    """Takes words, attributes and export macros out of declarations.

    `types` holds every type name known so far: it tells an export macro from a type. `keywords`
    are other spellings of C's own.
    """

    def __init__(self, types: set[str], report: Report) -> None:
        self.types = types
        self.report = report
        self.keywords = dict(ALTERNATE_KEYWORDS)

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
                    declaration.attributes = True
                    position = closing(raw, position + 1) + 1
                    gap = True
                    continue
                if text in PLAIN_ATTRIBUTES or position in dropped:
                    position += 1
                    gap = True
                    continue
                if text in self.keywords:
                    token = _respelled(token, self.keywords[text])
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
        describes_pointer = index >= 0 and out[index].text == "*"
        if (describes_pointer or depth) and not use.word.place & (Place.POINTER | Place.VALUE):
            self.misplaced(use)
            return True
        if describes_pointer:
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
                hint=_closest_word(token.text) or "names that begin with UNGIL_ are ungil's own",
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


def _closest_word(name: str) -> str | None:
    # The prefix is common to all: it must not make any two words look alike.
    words = [word.removeprefix("UNGIL_") for word in WORDS]
    return did_you_mean(name.removeprefix("UNGIL_"), words, "UNGIL_{}")


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
