"""Diagnostics: what is wrong in an author's header or C, where, and what to do.

One table holds every code. A diagnostic renders as a compiler's does:

    cdefs/kernels.h:12:38: error[unknown-count]: 'm' is not a parameter of add_arrays()
        const int32_t *UNGIL_COUNTED_BY(m) a,
                                        ^
      hint: the parameters are a, b, result, n
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from ungil.frozen import frozen


@frozen
class Span:
    """A place in a file: `line` and `column` from 1, columns counted in characters."""

    file: str
    line: int
    column: int
    length: int = 1

    def __lt__(self, other: Span) -> bool:
        return self._place < other._place

    @property
    def _place(self) -> tuple[str, int, int, int]:
        return self.file, self.line, self.column, self.length


class Severity(Enum):
    """An error stops generation and fails a check; a warning does neither; a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

CODES: dict[str, tuple[Severity, str]] = {
    # files
    "cannot-read": (_ERROR, "a header is missing or cannot be read"),
    "not-utf-8": (_ERROR, "a header is not UTF-8 text"),
    "nul-byte": (_ERROR, "a header holds NUL bytes"),
    "long-line": (_ERROR, "a line is longer than any C header needs"),
    "empty-header": (_ERROR, "a header declares nothing"),
    "header-name": (_ERROR, "C cannot include a header of this name"),
    "duplicate-header": (_ERROR, "two headers of a module have the same file name"),
    # preprocessor
    "include": (_ERROR, "an #include cannot be followed"),
    "conditional": (_ERROR, "a conditional whose outcome only the C compiler knows"),
    "directive": (_ERROR, "a preprocessor line that a header for ungil cannot have"),
    "macro": (_ERROR, "a macro that cannot be expanded, or is defined twice"),
    # tokens and declarations
    "stray-character": (_ERROR, "a character that no C declaration has"),
    "unterminated": (_ERROR, "a comment, a string or a character never ends"),
    "unbalanced": (_ERROR, "a parenthesis, bracket or brace has no partner"),
    "nesting": (_ERROR, "more levels of nesting than any declaration needs"),
    "syntax": (_ERROR, "a declaration that C's grammar does not allow"),
    "extern-c": (_ERROR, 'extern "C" outside of __cplusplus'),
    "unknown-type": (_ERROR, "a type that nothing declares"),
    "incomplete-type": (_ERROR, "a struct without fields where its size is needed"),
    "no-prototype": (_ERROR, "a function that does not say what it takes"),
    "duplicate-declaration": (_ERROR, "one name is declared twice"),
    "conflicting-declaration": (_ERROR, "two headers declare one name differently"),
    # names
    "reserved-name": (_ERROR, "a name that is ungil's, Python's or the C library's"),
    "duplicate-name": (_ERROR, "two declarations have the same name in Python"),
    "python-name": (_ERROR, "a name that Python cannot use"),
    # words
    "unknown-word": (_ERROR, "a word that the notation does not have"),
    "misplaced-word": (_ERROR, "a word stands where it says nothing"),
    "word-arguments": (_ERROR, "a word has too few or too many arguments"),
    "duplicate-word": (_ERROR, "a word stands twice in one place"),
    "conflicting-words": (_ERROR, "words that contradict each other"),
    "missing-word": (_ERROR, "a word that needs another one beside it"),
    "pointer-word-on-value": (_ERROR, "a pointer word on something that is no pointer"),
    "const-out": (_ERROR, "C cannot write what is const"),
    "void-count": (_ERROR, "elements of void have no size to count by"),
    "two-policies": (_ERROR, "a function has two policies for the interpreter lock"),
    "written-without-out": (_ERROR, "UNGIL_WRITTEN on something that is not UNGIL_OUT"),
    # expressions
    "expression": (_ERROR, "an expression that the notation does not have"),
    "unknown-count": (_ERROR, "a count names nothing that is known"),
    "unknown-name": (_ERROR, "an expression names nothing that is known"),
    "count-type": (_ERROR, "a count is not an integer"),
    "unknown-capacity": (_ERROR, "the size of an array is not known before the call"),
    "default-cycle": (_ERROR, "defaults that need each other"),
    # whole functions
    "error-words": (_ERROR, "an error word on a result that cannot fail that way"),
    "vectorize": (_ERROR, "UNGIL_VECTORIZE on a function that is not scalar"),
    "callback": (_ERROR, "a callback and its context do not fit together"),
    "lifetime": (_ERROR, "an ownership word where no handle is made"),
    # definitions and files, found by `ungil check`
    "undefined-function": (_ERROR, "a declared function that nothing that gets linked defines"),
    "signature-mismatch": (_ERROR, "C that is defined otherwise than its header declares it"),
    "header-not-included": (_ERROR, "C that defines a function without seeing its declaration"),
    "stale-output": (_ERROR, "a generated file that is not what would be written now"),
    "cannot-compile": (_ERROR, "C that the compiler refuses"),
    # threads, found by `ungil check`
    "parse-error": (_ERROR, "C that the lint cannot read, and so cannot judge"),
    "incomplete": (_ERROR, "an object file has a writable object that the lint has not seen"),
    "thread-shared-write": (_ERROR, "an object that threads share is written without a lock"),
    "thread-unguarded-read": (_ERROR, "an object that is written under a lock is read without"),
    "thread-lock-mismatch": (_ERROR, "an object is guarded by different locks"),
    "static-buffer-returned": (_ERROR, "a pointer to one buffer for all threads is returned"),
    "thread-unsafe-call": (_ERROR, "a library function that is not thread-safe is called"),
    "thread-doubtful-call": (_WARNING, "a library function that may not be thread-safe is called"),
    "python-without-lock": (_ERROR, "Python's API is called without the interpreter lock"),
    "data-race": (_ERROR, "two threads were seen to use an object at once"),
    "memory-error": (_ERROR, "a valid call was seen to use memory that is not its own"),
    "undefined-behaviour": (_ERROR, "a valid call was seen to do what C leaves undefined"),
    "stress-crash": (_ERROR, "a valid call ended the process"),
    "stress-timeout": (_ERROR, "a valid call does not end"),
    "thread-shared": (_NOTE, "something is shared on purpose, as its UNGIL_SHARED says"),
    # notes
    "left-to-lib": (_NOTE, "a function is reached through lib only"),
    "renamed": (_NOTE, "a name differs in Python"),
    "no-effect": (_NOTE, "something in a header has no effect"),
}
"""Each code, its severity, and what it tells of in one line."""

_WIDEST_EXCERPT = 120
_TAB = 8


@frozen
class Related:
    """A second place that a diagnostic speaks of, such as an earlier declaration."""

    span: Span
    message: str
    excerpt: str = ""


@frozen
class Step:
    """A function on the way to what a diagnostic tells of; `span` where its place helps."""

    name: str
    span: Span | None = None


@frozen
class Diagnostic:
    """One error, warning or note.

    excerpt: the source line with its caret line (see `excerpt`).
    path: the calls that lead there, the outermost first.
    """

    code: str
    span: Span
    message: str
    hint: str | None = None
    related: Related | None = None
    excerpt: str = ""
    path: tuple[Step, ...] = ()

    @property
    def severity(self) -> Severity:
        return CODES[self.code][0]

    def __str__(self) -> str:
        place = _place(self.span)
        lines = [f"{place}: {self.severity.value}[{self.code}]: {_visible(self.message)}"]
        if self.excerpt:
            lines.append(self.excerpt)
        if self.hint:
            lines.append(f"  hint: {_visible(self.hint)}")
        if self.related:
            lines.append(f"{_place(self.related.span)}: note: {_visible(self.related.message)}")
            if self.related.excerpt:
                lines.append(self.related.excerpt)
        return "\n".join(lines)


class HeaderError(Exception):
    """Headers that cannot be bound; `diagnostics` holds every error of all of them."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(map(str, self.diagnostics)))


def excerpt(line: str, column: int, length: int = 1) -> str:
    """The source line and, below it, carets under `length` characters from `column` on.

    Columns are those of a terminal: tabs go to the next multiple of eight, wide characters
    take two columns, combining ones none. A long line is cut to a window around the caret.
    """
    start = min(max(column - 1, 0), len(line))
    end = min(max(start + length, start + 1), max(len(line), start + 1))
    # Cut before measuring: a line may be a megabyte long, and a caret needs its neighbours only.
    left = max(0, start - _WIDEST_EXCERPT // 2) if len(line) > _WIDEST_EXCERPT else 0
    right = left + _WIDEST_EXCERPT
    before = _columns(line[left:start], 0)
    marked = _columns(line[start : min(end, right)], _width(before))
    after = _columns(line[min(end, right) : right], _width(before) + _width(marked))
    opening = "..." if left else ""
    closing = "..." if len(line) > right else ""
    text = f"    {opening}{before}{marked}{after}{closing}".rstrip()
    carets = "^" + "~" * (_width(marked) - 1)
    return f"{text}\n    {' ' * (len(opening) + _width(before))}{carets}"


def _place(span: Span) -> str:
    return f"{_visible(span.file)}:{span.line}:{span.column}"


def _visible(text: str) -> str:
    """The text with what a terminal would act on (newlines, escapes) written as escapes."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _columns(text: str, at: int) -> str:
    """The text as a terminal shows it from column `at` on: no tabs, no control characters."""
    if text.isprintable():
        return text
    out = ""
    for character in text:
        if character == "\t":
            out += " " * (_TAB - (at + _width(out)) % _TAB)
        elif character.isprintable() or character in "\u200d\u200c":
            out += character
        else:
            out += "?"
    return out


def _width(text: str) -> int:
    """Columns that the text takes in a terminal."""
    if text.isascii():
        return len(text)
    import unicodedata

    width = 0
    for character in text:
        if unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width
