"""The preprocessor, as far as a declaration header needs one.

Whatever the C compiler would decide and this cannot know is an error, never a guess: a
conditional is followed only where its outcome is certain, or makes no difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from ungil.diagnostics import Span
from ungil.header import conditionals
from ungil.header.lexer import Comment, Directive, Token, lex
from ungil.header.loading import load
from ungil.header.macros import MacroTable
from ungil.header.report import Report, did_you_mean
from ungil.header.source import Source, name_of

_INCLUDE = re.compile(r'#\s*include\s*(?:"([^"\n]*)"|<([^>\n]*)>)')
_OURS = "ungil.h"
_DEEPEST_INCLUDE = 100


class Unit:
    """Headers after preprocessing: tokens in order, and what else the lines said.

    `comments` maps file names to their comments; `system_includes` are the names in `<...>`;
    `packed` tells of a `#pragma pack`.
    """

    def __init__(self) -> None:
        self.tokens: list[Token] = []
        self.files: list[str] = []
        self.comments: dict[str, list[Comment]] = {}
        self.macros = MacroTable()
        self.system_includes: set[str] = set()
        self.packed = False


class Preprocessor:
    """Turns headers, and what they include, into one `Unit`.

    `including` names the files that include another one.
    """

    def __init__(self, base: Path, report: Report) -> None:
        self.base = base
        self.report = report
        self.unit = Unit()
        self.including: set[str] = set()
        self._seen: set[str] = set()
        self._depth = 0
        self._folders: list[Path] = []

    def read(self, path: Path) -> None:
        """Reads a top-level header."""
        if path.parent not in self._folders:
            self._folders.append(path.parent)
        if self._is_new(path):
            source = load(path, self.base, self.report)
            if source:
                self._file(source)

    def _is_new(self, path: Path) -> bool:
        # A file is read once, guards or not: the C compiler tells of missing guards.
        real = os.path.realpath(path)
        if real in self._seen:
            return False
        self._seen.add(real)
        return True

    def _file(self, source: Source) -> None:
        self.unit.files.append(source.name)
        lexed = lex(source, self.report)
        self.unit.comments[source.name] = lexed.comments
        items = lexed.items
        blocks = conditionals.match(items, self.report)
        guard = conditionals.include_guard(items, blocks)
        start, end = (2, len(items) - 1) if guard else (0, len(items))
        if guard:
            self.unit.macros.guards.add(guard)
        self._run(items, start, end, blocks)

    def _run(
        self,
        items: list[Token | Directive],
        start: int,
        end: int,
        blocks: dict[int, conditionals.Block],
    ) -> None:
        position = start
        while position < end:
            item = items[position]
            if isinstance(item, Token):
                first = position
                while position < end and isinstance(items[position], Token):
                    position += 1
                self._tokens([t for t in items[first:position] if isinstance(t, Token)])
            elif position in blocks:
                block = blocks[position]
                for first, last in conditionals.choose(
                    block, items, blocks, self.unit.macros, self.report
                ):
                    self._run(items, first, last, blocks)
                position = block.end + 1
            else:
                self._directive(item)
                position += 1

    def _tokens(self, tokens: list[Token]) -> None:
        self.unit.tokens.extend(self.unit.macros.expand(tokens, self.report))

    def _directive(self, directive: Directive) -> None:
        match directive.name:
            case "include":
                self._include(directive)
            case "define":
                self.unit.macros.define(directive, self.report)
            case "undef":
                self.unit.macros.undefine(directive)
            case "error":
                self.report.error(
                    "directive",
                    directive.tokens[0].span,
                    "this #error is always reached",
                    hint="put it under a conditional that ungil can follow, or leave it out",
                )
            case "" | "warning" | "line" | "ident":
                pass
            case "pragma":
                self._pragma(directive)
            case name if name in conditionals.NAMES:
                pass  # without a partner: reported already
            case _:
                first = directive.tokens[0]
                known = ("include", "define", "undef", "ifdef", "ifndef", "endif", "pragma")
                self.report.error(
                    "directive",
                    first.span,
                    f"#{first.text} is no preprocessor directive that ungil reads",
                    hint=did_you_mean(first.text, known),
                )

    def _pragma(self, directive: Directive) -> None:
        words = [token.text for token in directive.tokens[1:2]]
        if words == ["pack"]:
            self.unit.packed = True
        elif words and words[0] not in ("once", "GCC", "clang"):
            span = directive.tokens[0].span
            self.report.note("no-effect", span, f"#pragma {words[0]} is the C compiler's alone")

    def _include(self, directive: Directive) -> None:
        found = _INCLUDE.match(directive.text)
        place = directive.tokens[0]
        if not found:
            self.report.error(
                "include",
                place.span,
                "#include takes a file name in quotes or angle brackets",
            )
            return
        quoted, system = found.groups()
        if system is not None:
            self.unit.system_includes.add(system)
            return
        if quoted.rsplit("/", 1)[-1] == _OURS:
            return
        offset = found.start(1) - 1
        span = Span(place.source.name, place.line, directive.place.column + offset, len(quoted) + 2)
        self._included(quoted, place.source, span)

    def _included(self, name: str, includer: Source, span: Span) -> None:
        self.including.add(includer.name)
        for folder in (includer.path.parent, *self._folders):
            path = folder / name
            if os.path.isfile(path):
                if self._is_new(path):
                    self._nested(path, span)
                return
        folder_name = name_of(includer.path.parent, self.base)
        self.report.error(
            "include",
            span,
            f"there is no {name} in {folder_name}",
            hint=f"write #include <{name}> for a header that is the C compiler's alone",
        )

    def _nested(self, path: Path, span: Span) -> None:
        if self._depth == _DEEPEST_INCLUDE:
            self.report.error("include", span, f"more than {_DEEPEST_INCLUDE} nested includes")
            return
        source = load(path, self.base, self.report, span)
        if source:
            self._depth += 1
            self._file(source)
            self._depth -= 1
