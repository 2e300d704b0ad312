"""The text of one header file, and how diagnostics call it."""

from __future__ import annotations

import os
from pathlib import Path


class Source:
    """A file that was read: `name` as diagnostics show it, lines ended by newlines only."""

    def __init__(self, name: str, path: Path, text: str) -> None:
        self.name = name
        self.path = path
        self.text = text
        self._lines: list[str] | None = None

    def line(self, number: int) -> str:
        """Line `number`, from 1, without its end; empty behind the last."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        return self._lines[number - 1] if number <= len(self._lines) else ""


def name_of(path: Path, base: Path) -> str:
    """How diagnostics spell a file: relative to `base` with slashes where it lies below it."""
    path, base = Path(os.path.abspath(path)), Path(os.path.abspath(base))
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.as_posix()
