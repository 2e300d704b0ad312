"""A definition that differs from its declaration in a header.

Compilers tell it of the definition. Python calls what is declared, so it is told here of the
declaration, with what the compiler says of the definition below it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable

from ungil.diagnostics import Diagnostic, Related, Span

# A line of the source and the carets below it: gcc numbers the line, clang may not.
_EXCERPT = r"(?:[^\n]*\n[ |]*\^~*[^\n]*(?:\n|\Z))?"
_PLACE = r"(?P<{0}_file>[^\s:][^\n]*?):(?P<{0}_line>\d+):(?P<{0}_column>\d+)"
_INCLUSION = r"(?:In file included from [^\n]*\n(?: +from [^\n]*\n)*)?"
_MISMATCH = re.compile(
    rf"^{_PLACE.format('defined')}: error: (?P<said>[^\n]*?['\u2018](?P<name>\w+)['\u2019][^\n]*)\n"
    rf"(?P<definition>{_EXCERPT}){_INCLUSION}"
    rf"{_PLACE.format('declared')}: note: previous declaration [^\n]*(?:\n|\Z)"
    rf"(?P<declaration>{_EXCERPT})",
    re.MULTILINE,
)
_MARGIN = re.compile(r"^ *\d* \| ?", re.MULTILINE)


def diagnostics(said: str, name_of: Callable[[str], str]) -> tuple[list[Diagnostic], str]:
    """The definitions that differ, by a compiler's messages (in English), and the other messages.

    name_of: what a file that the compiler names is called.
    """
    found = []

    def take(match: re.Match[str]) -> str:
        found.append(_diagnostic(match, name_of))
        return ""

    return found, _replaced(take, said)


def at_declarations(said: str) -> str:
    """A compiler's messages, where definitions that differ are told of their declarations."""
    return _replaced(lambda match: f"{_diagnostic(match, os.path.normpath)}\n", said)


def _replaced(replacement: Callable[[re.Match[str]], str], said: str) -> str:
    def replaced(match: re.Match[str]) -> str:
        in_one_file = match["defined_file"] == match["declared_file"]
        return match[0] if in_one_file else replacement(match)

    return _MISMATCH.sub(replaced, said)


def _diagnostic(match: re.Match[str], name_of: Callable[[str], str]) -> Diagnostic:
    return Diagnostic(
        "signature-mismatch",
        _span(match, "declared", name_of),
        f"{match['name']}() is declared so, but defined otherwise",
        hint="make them agree: Python calls what is declared",
        related=Related(
            _span(match, "defined", name_of), match["said"], _excerpt(match["definition"])
        ),
        excerpt=_excerpt(match["declaration"]),
    )


def _span(match: re.Match[str], which: str, name_of: Callable[[str], str]) -> Span:
    line, column = int(match[f"{which}_line"]), int(match[f"{which}_column"])
    return Span(name_of(match[f"{which}_file"]), line, column, len(match["name"]))


def _excerpt(shown: str) -> str:
    """The compiler's, as ungil shows them: without numbers, and further in."""
    plain = _MARGIN.sub("", shown).rstrip("\n")
    return "\n".join(f"    {line}" for line in plain.split("\n")) if plain else ""
