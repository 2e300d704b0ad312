"""Findings as text, as a compiler prints them, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ungil.diagnostics import Diagnostic, Severity, Span, Step

VERSION = 1  # of the JSON
NO_COLUMN = 0  # that of a span whose line is all that is known


def text(diagnostic: Diagnostic) -> str:
    """One finding:

    csrc/counter.c:8:5: error[thread-shared-write]: 'shared_value' is written without a lock
        bad_increment (cdefs/counter.h:14) -> bump
        help: make it _Atomic or _Thread_local, guard it, or declare bad_increment UNGIL_SERIALIZED
    """
    span = diagnostic.span
    column = "" if span.column == NO_COLUMN else f":{span.column}"
    place = f"{span.file}:{span.line}{column}"
    lines = [f"{place}: {diagnostic.severity.value}[{diagnostic.code}]: {diagnostic.message}"]
    if diagnostic.excerpt:
        lines.append(diagnostic.excerpt)
    if diagnostic.path:
        lines.append(f"    {' -> '.join(map(_step, diagnostic.path))}")
    if diagnostic.related:
        where = diagnostic.related.span
        lines.append(f"    {where.file}:{where.line}: {diagnostic.related.message}")
    if diagnostic.hint:
        lines.append(f"    help: {diagnostic.hint}")
    return "\n".join(lines)


def _step(step: Step) -> str:
    return f"{step.name} ({step.span.file}:{step.span.line})" if step.span else step.name


def summary(diagnostics: Sequence[Diagnostic], functions: int, files: int) -> str:
    """The last line: what was looked at, and how much was found."""
    counts = Counter(each.severity for each in diagnostics)
    words = [
        f"{counts[severity]} {severity.value}{'s' if counts[severity] > 1 else ''}"
        for severity in (Severity.ERROR, Severity.WARNING)
        if counts[severity]
    ]
    looked = f"{_several(functions, 'function')} in {_several(files, 'C file')}"
    return f"{looked}: {', '.join(words) or 'nothing found'}"


def _several(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def as_dict(diagnostic: Diagnostic) -> dict[str, object]:
    """A finding for JSON: places as file, line and column (from 1; null where not known)."""
    related = diagnostic.related
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        **_place(diagnostic.span),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "path": [
            {"function": step.name, **(_place(step.span) if step.span else {})}
            for step in diagnostic.path
        ],
        "related": {**_place(related.span), "message": related.message} if related else None,
    }


def document(diagnostics: Iterable[Diagnostic], **more: object) -> dict[str, object]:
    """All findings for JSON, with whatever else is said of the run."""
    return {"version": VERSION, "diagnostics": [as_dict(each) for each in diagnostics], **more}


def _place(span: Span) -> dict[str, object]:
    return {"file": span.file, "line": span.line, "column": span.column or None}
