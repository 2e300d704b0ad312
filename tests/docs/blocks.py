"""The code blocks of a Markdown page, and what the page's comments say of them.

An HTML comment right before a block, or one by itself, directs how the page is tried:

    <!-- try: VERB ARGUMENT -->

Several may stand before one block. `not` and `tested` by themselves are about all that follows.
CONTRIBUTING.md has the verbs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

from tests.packages.projects import ROOT

PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))

_DIRECTIVE = re.compile(r"<!--\s*try:\s*(?P<verb>[a-z-]+)[ \n]?(?P<argument>.*?)\s*-->", re.DOTALL)
_PATH = re.compile(r"[\w./-]+\.\w+|[\w./-]*\bmeson\.build")
_SUFFIXES = {
    "c": (".c", ".h"),
    "cython": (".pyx",),
    "cpp": (".cpp", ".hpp"),
    "meson": ("meson.build",),
    "python": (".py",),
    "rust": (".rs",),
    "toml": (".toml",),
}


ALONE = "a directive that belongs to no block"


@dataclass(frozen=True)
class Block:
    """A code block, or a directive that belongs to none.

    language: what stands after the fence, "sh" of an indented block; ALONE of no block.
    before: the paragraph before it.
    directives: verb to argument.
    """

    page: str
    line: int
    language: str
    text: str
    before: str
    directives: dict[str, str]

    @property
    def place(self) -> str:
        """Where it is, as compilers say it."""
        return f"{self.page}:{self.line}"

    @property
    def file(self) -> str | None:
        """The file that the block is the content of, as its first line says, or the text before.

        That begins with the file's name, or ends with it and a colon.
        """
        suffixes = _SUFFIXES.get(self.language)
        if suffixes is None:
            return None
        first = re.match(r"(?:#|//|/\*) ([\w./-]+)(?::| *\*/|$)", self.text, re.MULTILINE)
        first = first or re.match(r"`([^`\n]+)`", self.before)
        named = first or re.search(r"`([^`\n]+)`[^`]*:$", self.before)
        if named and _PATH.fullmatch(named[1]) and named[1].endswith(suffixes):
            return named[1]
        return None


def read(path: Path) -> list[Block]:
    """The blocks of a page, in order."""
    text = path.read_text(encoding="utf-8")
    return list(_blocks(path.relative_to(ROOT).as_posix(), text))


def _blocks(page: str, text: str) -> Iterator[Block]:
    before = ""
    rest: dict[str, str] = {}
    waiting: list[Block] = []  # directives that the next block may take
    for token in MarkdownIt().parse(text):
        if token.type == "html_block":
            assert token.map is not None
            for found in _DIRECTIVE.finditer(token.content):
                directive = {found["verb"]: found["argument"]}
                waiting.append(Block(page, token.map[0] + 1, ALONE, "", before, directive))
        elif token.type in ("fence", "code_block"):
            assert token.map is not None
            fenced = token.type == "fence"
            language = token.info.strip() if fenced else "sh"
            directives = rest | {verb: arg for b in waiting for verb, arg in b.directives.items()}
            waiting.clear()
            yield Block(
                page, token.map[0] + 1 + fenced, language, token.content, before, directives
            )
        elif token.type == "inline":
            for alone in waiting:
                yield alone
                rest |= {v: a for v, a in alone.directives.items() if v in ("not", "tested")}
            waiting.clear()
            before = token.content
    yield from waiting
