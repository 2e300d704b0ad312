"""Findings as SARIF 2.1.0 (OASIS), which code hosts show beside the lines that they are about."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from ungil import __version__
from ungil.check.report import NO_COLUMN
from ungil.diagnostics import CODES, Diagnostic, Severity, Span

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def document(diagnostics: Sequence[Diagnostic]) -> dict[str, object]:
    """One run with all findings; files are relative to the project."""
    codes = sorted({each.code for each in diagnostics})
    driver = {
        "name": "ungil check",
        "version": __version__,
        "rules": [
            {
                "id": code,
                "shortDescription": {"text": CODES[code][1]},
                "defaultConfiguration": {"level": _LEVELS[CODES[code][0]]},
            }
            for code in codes
        ],
    }
    results = [_result(each, codes.index(each.code)) for each in diagnostics]
    run = {"tool": {"driver": driver}, "results": results, "columnKind": "unicodeCodePoints"}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _result(diagnostic: Diagnostic, rule: int) -> dict[str, object]:
    message = diagnostic.message + (f"\nhelp: {diagnostic.hint}" if diagnostic.hint else "")
    result: dict[str, object] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": message},
        "locations": [_location(diagnostic.span)],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            _location(diagnostic.related.span, diagnostic.related.message)
        ]
    if diagnostic.path:
        result["codeFlows"] = [{"threadFlows": [{"locations": _flow(diagnostic)}]}]
    return result


def _flow(diagnostic: Diagnostic) -> list[dict[str, object]]:
    """The calls that lead to the finding; those without a place of their own are at it."""
    return [
        {"location": _location(step.span or diagnostic.span, step.name)} for step in diagnostic.path
    ]


def _location(span: Span, message: str = "") -> dict[str, object]:
    region = {"startLine": span.line}
    if span.column != NO_COLUMN:
        region["startColumn"] = span.column
    location: dict[str, object] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(span.file)}, "region": region}
    }
    if message:
        location["message"] = {"text": message}
    return location


def _uri(file: str) -> str:
    """A file's name as a URI reference: relative to the project, or absolute outside of it."""
    return f"{'file://' if file.startswith('/') else ''}{quote(file)}"
