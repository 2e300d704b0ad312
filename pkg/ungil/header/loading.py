"""Header files, read, and the checks that come before their first token."""

from __future__ import annotations

from pathlib import Path

from ungil.diagnostics import Span
from ungil.header.report import Report
from ungil.header.source import Source, name_of

LONGEST_LINE = 1_000_000
"""Characters; the C standard promises 4,095, and generated headers stay far below this."""


def load(path: Path, base: Path, report: Report, asked_at: Span | None = None) -> Source | None:
    """Reads a header; None, with an error reported, when it cannot be one.

    `asked_at` is the #include that names it; the error is placed there when there is no file.
    """
    name = name_of(path, base)
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        report.error("cannot-read", asked_at or Span(name, 1, 1), f"{name}: {reason}")
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _report_bad_byte(raw, error.start, name, report)
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    source = Source(name, path, text)
    report.sources[name] = source
    return source if _is_sane(source, report) else None


def _report_bad_byte(raw: bytes, position: int, name: str, report: Report) -> None:
    line_start = raw.rfind(b"\n", 0, position) + 1
    line = raw.count(b"\n", 0, position) + 1
    column = len(raw[line_start:position].decode("utf-8", "replace")) + 1
    report.error(
        "not-utf-8",
        Span(name, line, column),
        f"byte 0x{raw[position]:02x} is not UTF-8",
        hint="save the header as UTF-8",
    )


def _is_sane(source: Source, report: Report) -> bool:
    text = source.text
    nul = text.find("\0")
    if nul >= 0:
        line_start = text.rfind("\n", 0, nul) + 1
        line = text.count("\n", 0, nul) + 1
        report.error(
            "nul-byte",
            Span(source.name, line, nul - line_start + 1),
            "a NUL byte: this is no text file",
        )
        return False
    if len(text) > LONGEST_LINE:
        for number, line_text in enumerate(text.split("\n"), 1):
            if len(line_text) > LONGEST_LINE:
                report.error(
                    "long-line",
                    Span(source.name, number, 1),
                    f"this line has {len(line_text):,} characters, "
                    f"more than the {LONGEST_LINE:,} that are read",
                )
                return False
    return True
