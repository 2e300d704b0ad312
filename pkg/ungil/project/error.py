"""The error that every command reports in its own words."""

from __future__ import annotations


class CommandError(Exception):
    """A command cannot do what it was asked; shown without a traceback, exit status 1.

    message: what happened, and where.
    hint: what to do next, if that is known.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
