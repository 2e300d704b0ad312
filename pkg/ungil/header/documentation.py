"""Doc comments: which declaration each belongs to, and what Doxygen's commands in it say."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from ungil.header.lexer import BARRIER, Comment, Token
from ungil.interface import Documentation

_OPENINGS = ("/**", "/*!", "///", "//!")
_MARGIN = re.compile(r"^[ \t]*\*(?!/)[ \t]?", re.MULTILINE)
_DIRECTION = re.compile(r"^\[[\w,\s]*\]\s*")  # Doxygen takes `@param [out] b` as well
_COMMAND = re.compile(r"[@\\](\w+)(?:\[[a-z, ]*\])?[ \t]*")
_INLINE = re.compile(r"[@\\](?:c|p|a|b|e|em|ref|n)\b[ \t]*")
_PARAGRAPHS = {
    "brief": "", "short": "", "details": "", "remark": "", "remarks": "", "par": "",
    "note": "Note: ", "warning": "Warning: ", "attention": "Attention: ", "pre": "Before: ",
    "post": "After: ", "since": "Since: ", "see": "See ", "sa": "See ",
    "deprecated": "Deprecated: ", "bug": "Bug: ", "todo": "To do: ",
    "throws": "Raises: ", "throw": "Raises: ",
}  # fmt: skip
_DETACHED = re.compile(r"[@\\](?:file|defgroup|addtogroup|mainpage|page|name|\{|\})", re.IGNORECASE)


class Comments:
    """The comments of one file, by position."""

    def __init__(self, comments: list[Comment]) -> None:
        self._all = [comment for comment in comments if _is_doc(comment.text)]
        self._places = [(comment.line, comment.column) for comment in self._all]
        self.any_trailing = any(_is_trailing(comment.text) for comment in self._all)

    def before(self, first: Token, previous: Token | None) -> str:
        """The text of the doc comment that stands right before a declaration."""
        end = bisect_left(self._places, (first.line, first.column))
        start = 0
        if previous is not None and previous.source is first.source:
            start = bisect_left(self._places, (previous.line, previous.column))
        found: list[Comment] = []
        line = first.line
        for index in range(end - 1, start - 1, -1):
            comment = self._all[index]
            if comment.text == BARRIER or _is_trailing(comment.text):
                break
            if found and not (_is_line(comment) and _is_line(found[0])):
                break
            if found and comment.last_line != found[0].line - 1:
                break
            if not found and line - comment.last_line > 2 and not comment.text.startswith("/*"):
                break
            found.insert(0, comment)
        text = "\n".join(_content(comment.text) for comment in found)
        return "" if _DETACHED.search(text) else text

    def after(self, end: Token, limit: Token | None = None) -> str:
        """The text of the trailing comment (`///<`) on the line of a token, before `limit`."""
        start = bisect_right(self._places, (end.line, end.column))
        parts: list[str] = []
        line = end.line
        for comment in self._all[start : start + 20]:
            if limit is not None and (comment.line, comment.column) > (limit.line, limit.column):
                break
            if comment.line > line or not _is_trailing(comment.text):
                break
            if parts and not comment.alone:
                break
            parts.append(_content(comment.text))
            line = comment.last_line + 1
        return "\n".join(parts)


def _is_doc(text: str) -> bool:
    """Whether it is a doc comment or a barrier, and no row of stars or slashes."""
    if text == BARRIER:
        return True
    return text.startswith(_OPENINGS) and not text.startswith(("/***", "////", "/**/"))


def _is_trailing(text: str) -> bool:
    return text[3:4] == "<"


def _is_line(comment: Comment) -> bool:
    return comment.text.startswith("//")


def _content(text: str) -> str:
    """A comment's text without its delimiters and its margin of stars."""
    inner = text[3:].removeprefix("<")
    if text.startswith("/*"):
        inner = inner.removesuffix("*/")
        first, newline, rest = inner.partition("\n")
        inner = first + newline + _MARGIN.sub("", rest)
    return inner


def parse(text: str) -> Documentation:
    """Sorts a doc comment's text into paragraphs, parameters and result."""
    paragraphs: list[list[str]] = [[]]
    parameters: dict[str, list[str]] = {}
    returns: list[str] = []
    target = paragraphs[0]
    verbatim = False
    for raw in text.split("\n"):
        line = raw.rstrip()
        command = _COMMAND.match(line.lstrip())
        name = command[1] if command else ""
        if name in ("code", "verbatim", "endcode", "endverbatim"):
            verbatim = name in ("code", "verbatim")
            target = _new_paragraph(paragraphs)
            continue
        if verbatim:
            target.append(f"    {line.strip()}" if not line.startswith("    ") else line)
            continue
        if command is None or name in ("c", "p", "a", "b", "e", "em", "ref", "n"):
            if not line.strip():
                target = _new_paragraph(paragraphs)
            else:
                target.append(line.strip())
            continue
        rest = line.lstrip()[command.end() :].strip()
        if name in ("param", "tparam"):
            parameter, _, rest = _DIRECTION.sub("", rest, count=1).partition(" ")
            target = parameters.setdefault(parameter, [])
        elif name in ("return", "returns", "result", "retval"):
            target = returns
        elif name in _PARAGRAPHS:
            target = _new_paragraph(paragraphs)
            rest = _PARAGRAPHS[name] + rest
        elif name in ("ingroup", "headerfile", "author", "date", "version", "copyright"):
            target = []
            continue
        else:
            target = _new_paragraph(paragraphs)
        if rest.strip():
            target.append(rest.strip())
    return Documentation(
        "\n\n".join("\n".join(_plain(line) for line in part) for part in paragraphs if part),
        tuple((name, _joined(lines)) for name, lines in parameters.items()),
        _joined(returns),
    )


def _new_paragraph(paragraphs: list[list[str]]) -> list[str]:
    paragraphs.append([])
    return paragraphs[-1]


def _joined(lines: list[str]) -> str:
    return " ".join(_plain(line) for line in lines if line)


def _plain(text: str) -> str:
    """The text without Doxygen's markup inside a line."""
    return _INLINE.sub("", text) if "@" in text or "\\" in text else text
