"""Text of generated C: lines with their indentation, literals, comments."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class CWriter:
    """Collects lines of C; blocks indent what is written inside them."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._depth = 0

    def line(self, text: str = "") -> None:
        """One line, or several; each is indented."""
        for part in text.split("\n"):
            self._lines.append("    " * self._depth + part if part else "")

    @contextmanager
    def block(self, head: str, end: str = "}") -> Iterator[None]:
        """`head {`, what is written meanwhile, `}`."""
        self.line(f"{head} {{" if head else "{")
        self._depth += 1
        yield
        self._depth -= 1
        self.line(end)

    @contextmanager
    def otherwise(self) -> Iterator[None]:
        """The else of the block that was just written."""
        assert self._lines[-1].endswith("}")
        self._lines[-1] += " else {"
        self._depth += 1
        yield
        self._depth -= 1
        self.line("}")

    @contextmanager
    def function(self, head: str) -> Iterator[None]:
        """A function's head and its body, then an empty line."""
        with self.block(head):
            yield
        self.line()

    def label(self, name: str) -> None:
        """A label, at the margin, where something goes to it."""
        if any(line.endswith(f"goto {name};") for line in self._lines):
            self._lines.append(f"{name}:")

    def text(self) -> str:
        """Everything, ending in a newline."""
        return "\n".join(self._lines) + "\n"


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "?": "\\?"}


def string_literal(text: str) -> str:
    """A C string literal of UTF-8, in several pieces where it has several lines.

    Every question mark is escaped, so that no trigraph can arise; NUL ends a C string, so it is
    written as the two characters that Python shows for it.
    """
    lines = text.replace("\0", "\\x00").split("\n")
    pieces = [line + "\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
    return "\n".join(f'"{_escaped(piece)}"' for piece in pieces) or '""'


def _escaped(text: str) -> str:
    return "".join(
        _ESCAPES.get(c, c)
        if c in _ESCAPES or " " <= c <= "~"
        else "".join(f"\\{byte:03o}" for byte in c.encode("utf-8", "surrogatepass"))
        for c in text
    )


def comment(text: str) -> str:
    """A C comment of one or several lines; nothing in the text can end it."""
    safe = text.replace("*/", "* /").replace("/*", "/ *").replace("??/", "? ?/")
    safe = "".join(c if c == "\n" or c.isprintable() else " " for c in safe)
    return "/* " + "\n * ".join(line.rstrip("\\ ") for line in safe.split("\n")) + " */"
