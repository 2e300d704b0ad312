"""Where the reader puts what it finds wrong: all of it, in the order of the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ungil.diagnostics import Diagnostic, HeaderError, Related, Severity, Span, excerpt

if TYPE_CHECKING:
    from ungil.header.source import Source


class Report:
    """The diagnostics of one reading. `sources` maps file names to texts, for excerpts."""

    def __init__(self) -> None:
        self.sources: dict[str, Source] = {}
        self._found: dict[tuple[str, Span], Diagnostic] = {}

    def error(
        self,
        code: str,
        span: Span,
        message: str,
        *,
        hint: str | None = None,
        related: tuple[Span, str] | None = None,
    ) -> None:
        """Adds a diagnostic; the first of its code wins where one place gives it twice."""
        other = None
        if related:
            other = Related(*related, excerpt=self._excerpt(related[0]))
        diagnostic = Diagnostic(code, span, message, hint, other, self._excerpt(span))
        self._found.setdefault((code, span), diagnostic)

    # A note is filed as an error is: the table of codes knows which is which.
    note = error

    @property
    def failed(self) -> bool:
        return any(d.severity is Severity.ERROR for d in self._found.values())

    def notes(self) -> tuple[Diagnostic, ...]:
        """The notes, in the order of the files."""
        return tuple(d for d in self._sorted() if d.severity is Severity.NOTE)

    def raise_if_failed(self) -> None:
        if self.failed:
            raise HeaderError(d for d in self._sorted() if d.severity is Severity.ERROR)

    def _sorted(self) -> Iterable[Diagnostic]:
        order = {name: number for number, name in enumerate(self.sources)}
        return sorted(
            self._found.values(),
            key=lambda d: (order.get(d.span.file, -1), d.span.line, d.span.column),
        )

    def _excerpt(self, span: Span) -> str:
        source = self.sources.get(span.file)
        line = source.line(span.line) if source else ""
        return excerpt(line, span.column, span.length) if line.strip() else ""


def did_you_mean(name: str, known: Iterable[str] | Mapping[str, object]) -> str | None:
    """A hint that names the closest of the known names; None when none is close."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean '{close[0]}'?" if close else None
