"""What sanitizers print, as diagnostics."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ungil.check.compilation import name_of
from ungil.check.report import NO_COLUMN
from ungil.diagnostics import Diagnostic, Related, Span

_BOTH_WRITE = "written by two threads"
_FRAME = re.compile(r"^\s*#\d+ (?:0x[0-9a-f]+ in )?(\S+) (/[^\s:]+):(\d+)", re.MULTILINE)
_RACE = re.compile(r"^WARNING: ThreadSanitizer: data race.*?(?=^={10,}$)", re.MULTILINE | re.DOTALL)
_ACCESS = re.compile(
    r"^  (?:Previous )?(?:atomic )?([Rr]ead|[Ww]rite) of size \d+.*?\n((?:    #.*\n)*)",
    re.MULTILINE,
)
_GLOBAL = re.compile(r"Location is global '([^']+)'")
_ADDRESS = re.compile(
    r"^==\d+==ERROR: (?:Address|Thread)Sanitizer: (\S+)(.*?)(?=^==\d+==|\Z)",
    re.MULTILINE | re.DOTALL,
)
_UNDEFINED = re.compile(r"^(/\S+?):(\d+):(\d+): runtime error: (.*)$", re.MULTILINE)


def read(output: str, function: str, base: Path) -> Iterator[Diagnostic]:
    """The findings in what one process printed. `function` is who was called, "" for several."""
    yield from _races(output, function, base)
    for match in _UNDEFINED.finditer(output):
        span = Span(name_of(match[1], base), int(match[2]), int(match[3]))
        yield Diagnostic("undefined-behaviour", span, _of(function, match[4]))
    for match in _ADDRESS.finditer(output):
        yield from _memory(match[1], match[2], function, base)


def _races(output: str, function: str, base: Path) -> Iterator[Diagnostic]:
    for match in _RACE.finditer(output):
        accesses = [
            (access[1].lower(), _frame(access[2], base)) for access in _ACCESS.finditer(match[0])
        ]
        placed = [(verb, frame) for verb, frame in accesses[:2] if frame is not None]
        if not placed:
            continue
        known = _GLOBAL.search(match[0])
        what = f"'{known[1].partition('.')[0]}'" if known else "memory"
        verbs = [verb for verb, _ in accesses[:2]]
        if verbs == ["write", "write"]:
            message = f"{what} {_BOTH_WRITE}"
        else:
            message = f"{what} written by one thread and read by another"
        # The write is what there is to mend.
        placed.sort(key=lambda each: each[0] != "write")
        related = None
        if len(placed) == 2 and placed[1][1] != placed[0][1]:
            related = Related(placed[1][1], "the other access")
        yield Diagnostic("data-race", placed[0][1], _of(function, message), related=related)


def _memory(kind: str, text: str, function: str, base: Path) -> Iterator[Diagnostic]:
    frame = _frame(text, base)
    if frame is None:
        return
    access = re.search(r"^(READ|WRITE) of size (\d+)", text, re.MULTILINE)
    verb = {"READ": "reads", "WRITE": "writes"}.get(access[1] if access else "", "")
    size = f" {access[2]} bytes" if access else ""
    message = f"{verb}{size} where it must not: {kind}" if verb else kind
    if kind.endswith("buffer-overflow"):
        message = f"{verb}{size} past the end or the beginning of an array ({kind})"
    yield Diagnostic("memory-error", frame, _of(function, message))


def _frame(text: str, base: Path) -> Span | None:
    """The innermost frame in the project's own files."""
    for match in _FRAME.finditer(text):
        if Path(match[2]).is_relative_to(base):
            return Span(name_of(match[2], base), int(match[3]), NO_COLUMN)
    return None


def _of(function: str, message: str) -> str:
    return f"{function}: {message}" if function else message


def unique(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Each finding once: one race an object, one of the others a line, whoever was called.

    Of several races on an object two writes say most.
    """
    kept: dict[object, Diagnostic] = {}
    for each in found:
        quoted = re.search(r"'(\w+)' written", each.message)
        what = quoted[1] if quoted else (each.span.file, each.span.line)
        known = kept.setdefault((each.code, what), each)
        if _BOTH_WRITE in each.message and _BOTH_WRITE not in known.message:
            kept[each.code, what] = each
    return list(kept.values())
