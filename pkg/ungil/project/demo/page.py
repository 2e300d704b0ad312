"""Text, code and tables within 80 columns, in colour where a terminal shows it."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Sequence

import click

WIDTH = 80


class Page:
    """Writes to standard output; plain where that is no terminal or NO_COLOR is set.

    silent: writes nothing.
    """

    def __init__(self, *, silent: bool = False) -> None:
        self._silent = silent
        # no-color.org: any value but the empty one. click itself drops styles off a terminal.
        self._color = False if os.environ.get("NO_COLOR") else None

    def line(self, text: str = "", **style: bool | str) -> None:
        """One line, as it is."""
        if self._silent:
            return
        click.echo(click.style(text, **style) if style else text, color=self._color)  # type: ignore[arg-type]

    def heading(self, text: str) -> None:
        """A chapter begins."""
        self.line()
        self.line(f"== {text} ".ljust(WIDTH, "="), bold=True)
        self.line()

    def paragraph(self, text: str, indent: str = "", **style: bool | str) -> None:
        """Words, wrapped."""
        lines = textwrap.wrap(
            text,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_on_hyphens=False,
        )
        for line in lines:
            self.line(line, **style)

    def file(self, name: str, text: str) -> None:
        """A file's text under its name."""
        self.line(f"-- {name} ".ljust(WIDTH, "-"), fg="cyan")
        for line in text.splitlines():
            self.line(line)
        self.line()

    def answer(self, text: str, **style: bool | str) -> None:
        """What a call answered; a long line goes on under itself."""
        for line in text.splitlines():
            for part in textwrap.wrap(line, WIDTH, subsequent_indent="    ") or [""]:
                self.line(part, **style)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table: the first column to the left, all others to the right."""
        widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]

        def laid_out(row: Sequence[str]) -> str:
            first, *others = row
            cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
            return "  ".join([first.ljust(widths[0]), *cells]).rstrip()

        self.line("  " + laid_out(head), bold=True)
        self.line("  " + "  ".join("-" * width for width in widths))
        for row in rows:
            self.line("  " + laid_out(row))
