"""C tokens with their positions.

Comments and preprocessor lines come out beside the tokens: the documentation reads the
former, the preprocessor the latter.
"""

from __future__ import annotations

import re

from ungil.diagnostics import Span
from ungil.header.report import Report
from ungil.header.source import Source

IDENTIFIER, NUMBER, STRING, CHARACTER, PUNCTUATION = range(5)

BARRIER = "#"
"""Among the comments, the place of a preprocessor line: no comment speaks across one."""

_TOKEN = re.compile(
    r"""[ \t\f\v]*(?:
      ((?:u8|[LuU])?"(?:[^"\\\n]|\\(?:.|\n))*" | [LuU]?'(?:[^'\\\n]|\\(?:.|\n))*')   # 1 literal
    | ([A-Za-z_]\w*)                                                  # 2 identifier
    | (\n)                                                             # 3
    | (/\*[\s\S]*?\*/ | //(?:[^\n\\]+|\\\n?)*)                         # 4 comment
    | (\.?\d(?:[eEpP][+-]|[\w.])*)                                     # 5 number
    | (\.\.\.|->|<<=|>>=|<<|>>|\+\+|--|&&|\|\||\#\#|::|[-+*/%&|^=!<>]=|[-+*/%&|^=!<>~?:;,.()[\]{}#])
    | (\\\n)                                                           # 7 continuation
    | (\Z)                                                             # 8
    | (.)                                                              # 9 anything else
    )""",
    re.VERBOSE | re.ASCII,
)
_WORD = re.compile(r"\w+")
_DIRECTIVE = re.compile(
    r"""\#(?:[^\n\\/"']+ | \\\n | /\*[\s\S]*?\*/ | //(?:[^\n\\]+|\\\n?)*
        | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | .)*""",
    re.VERBOSE,
)


class Token:
    """One token. `spaced` tells of white space or a comment before it."""

    __slots__ = ("column", "kind", "line", "source", "spaced", "text")

    def __init__(
        self, kind: int, text: str, source: Source, line: int, column: int, spaced: bool
    ) -> None:
        self.kind = kind
        self.text = text
        self.source = source
        self.line = line
        self.column = column
        self.spaced = spaced

    def __repr__(self) -> str:
        return f"Token({self.text!r}, {self.source.name}:{self.line}:{self.column})"

    @property
    def span(self) -> Span:
        return Span(self.source.name, self.line, self.column, len(self.text))

    def at(self, place: Token) -> Token:
        """This token as if it stood at `place`, where a macro is used."""
        return Token(self.kind, self.text, place.source, place.line, place.column, self.spaced)


class Comment:
    """A comment with its delimiters; it ends on line `last_line`.

    `alone` tells that no token stands before it on its line.
    """

    def __init__(
        self, text: str, line: int, column: int, last_line: int, alone: bool = True
    ) -> None:
        self.text = text
        self.line = line
        self.column = column
        self.last_line = last_line
        self.alone = alone


class Directive:
    """A preprocessor line, continuation lines and all; its tokens without the `#`."""

    def __init__(self, place: Token, text: str, tokens: list[Token]) -> None:
        self.place = place
        self.text = text
        self.tokens = tokens

    @property
    def name(self) -> str:
        return self.tokens[0].text if self.tokens else ""


class Lexed:
    """A file's tokens and directives in order, its comments aside."""

    def __init__(self, items: list[Token | Directive], comments: list[Comment]) -> None:
        self.items = items
        self.comments = comments


def lex(source: Source, report: Report) -> Lexed:
    """Splits a file into tokens, directives and comments."""
    return _Lexer(source, report).run(source.text, 1, 1)


class _Lexer:
    def __init__(self, source: Source, report: Report) -> None:
        self.source = source
        self.report = report
        self.items: list[Token | Directive] = []
        self.comments: list[Comment] = []

    def run(self, text: str, line: int, column: int, in_directive: bool = False) -> Lexed:
        """Lexes `text`, whose first character stands at `line` and `column` of the source."""
        match, source, items = _TOKEN.match, self.source, self.items
        position, token_end = 0, -1
        line_start = 1 - column
        directive_may_start = not in_directive
        while found := match(text, position):
            group = found.lastindex
            start, position = found.span(group or 0)
            if group == 2 or group == 6:
                token = Token(
                    IDENTIFIER if group == 2 else PUNCTUATION,
                    found[group],
                    source,
                    line,
                    start - line_start + 1,
                    start != token_end,
                )
                if group == 2 or not self._starts_other(token, text, start, directive_may_start):
                    items.append(token)
                    token_end = position
                    directive_may_start = False
                    continue
                position = self._other(token, text, start)
            elif group == 3:
                line += 1
                line_start = position
                directive_may_start = not in_directive
                continue
            elif group == 8:
                break
            else:
                token = Token(PUNCTUATION, found[group or 0], source, line, 0, start != token_end)
                token.column = start - line_start + 1
                if group == 4:
                    self._comment(token)
                elif group == 9:
                    position = self._stray(token, text, start, in_directive)
                elif group != 7:
                    token.kind = NUMBER if group == 5 else _literal_kind(token.text)
                    items.append(token)
                    token_end = position
                    directive_may_start = False
            newlines = text.count("\n", start, position)
            if newlines:
                line += newlines
                line_start = text.rfind("\n", start, position) + 1
        return Lexed(items, self.comments)

    @staticmethod
    def _starts_other(token: Token, text: str, start: int, directive_may_start: bool) -> bool:
        """Whether this punctuation starts a directive, or a comment that never ends."""
        if token.text == "#":
            return directive_may_start
        return token.text == "/" and text.startswith("/*", start)

    def _other(self, token: Token, text: str, start: int) -> int:
        if token.text == "/":
            span = Span(self.source.name, token.line, token.column, 2)
            self.report.error("unterminated", span, "this comment has no end")
            return len(text)
        found = _DIRECTIVE.match(text, start)
        assert found is not None
        self.comments.append(Comment(BARRIER, token.line, token.column, token.line))
        inner = _Lexer(self.source, self.report)
        inner.comments = self.comments
        lexed = inner.run(found[0][1:], token.line, token.column + 1, in_directive=True)
        tokens = [item for item in lexed.items if isinstance(item, Token)]
        self.items.append(Directive(token, found[0], tokens))
        return found.end()

    def _comment(self, place: Token) -> None:
        last_line = place.line + place.text.count("\n")
        before = self.items[-1] if self.items else None
        alone = not isinstance(before, Token) or before.line < place.line
        self.comments.append(Comment(place.text, place.line, place.column, last_line, alone))

    def _stray(self, token: Token, text: str, start: int, in_directive: bool) -> int:
        """Reports what is no token; returns the position to go on from."""
        if token.text in "\"'":
            what = "string" if token.text == '"' else "character"
            if not in_directive:
                self.report.error("unterminated", token.span, f"this {what} has no end")
            end = text.find("\n", start)
            return len(text) if end < 0 else end
        if in_directive:
            return start + 1
        if not token.text.isalnum():
            message = f"{token.text!r} has no meaning in a C declaration"
            self.report.error("stray-character", token.span, message)
            return start + 1
        name = text[start : start + 200]
        found = _WORD.match(name)
        name = found[0] if found else token.text
        self.report.error(
            "stray-character",
            Span(self.source.name, token.line, token.column, len(name)),
            f"'{name}' is not ASCII",
            hint="names in C headers are made of ASCII letters, digits and _",
        )
        return start + len(name)


def _literal_kind(text: str) -> int:
    return STRING if text.endswith('"') else CHARACTER
