"""Where the reader puts what it finds wrong: all of it, in the order of the files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ungil.diagnostics import Diagnostic, HeaderError, Related, Severity, Span, excerpt
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


def did_you_mean(
    name: str, known: Iterable[str] | Mapping[str, object], spelling: str = "{}"
) -> str | None:
    """A hint that names the closest of the known names; None when none is close.

    `spelling` is how the hint writes a name.
    """
    limit = min(len(name) - 1, max(1, len(name) // 4))
    close = min(((_edits(name, other, limit), other) for other in known), default=(limit + 1, ""))
    return f"did you mean '{spelling.format(close[1])}'?" if close[0] <= limit else None


def _edits(left: str, right: str, limit: int) -> int:
    """How many insertions, deletions, replacements and swaps make one name of the other.

    Anything above `limit` is given as `limit + 1`.
    """
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        two_before, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (a != b))
            if two_before and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, two_before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]
