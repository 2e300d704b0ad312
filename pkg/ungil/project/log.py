"""What went wrong, lifted out of the log of pip, Meson, ninja and a compiler."""

from __future__ import annotations

import re
import textwrap

from ungil.check import mismatch

# How the tools begin the line that says what went wrong, the most telling first.
_ERRORS = tuple(
    re.compile(pattern)
    for pattern in (
        r"No space left on device",
        r"^ungil: error: ",
        r": (?:fatal )?error(?:\[[\w-]+\])?: ",
        r"\berror: (?!subprocess-exited|metadata-generation)",
        r"\bERROR: (?!Exception:)",
        r"^ERROR +\w",
        r"^\w+(?:\.\w+)*(?:Error|Exception|Unavailable)\b",
    )
)
_DIAGNOSTIC = re.compile(
    r"\S.*?:\d+:(?:\d+:)? (?:fatal )?(?P<kind>error|warning|note)(?:\[[\w-]+\])?: "
)
_MESSAGE = re.compile(r"ungil: error: ")
_ENVIRONMENT = "make an environment, and activate it: python3 -m venv .venv && . .venv/bin/activate"
_MOST = 20  # errors and notes that are lifted


def first_error(log: str) -> str | None:
    """The line of a tool's output that says what went wrong."""
    lines = [line.strip() for line in _lines(log)]
    for pattern in _ERRORS:
        for line in lines:
            if pattern.search(line):
                return re.sub(r"^ERROR +", "", line)
    return None


def message(log: str) -> tuple[str, str] | None:
    """A message and a hint: what ungil itself said in a process that some tool has run, or what is
    known of a failure."""
    if "externally-managed-environment" in log:
        return "the packages of this Python are the system's to install (PEP 668)", _ENVIRONMENT
    for first, *others in _blocks(log, _MESSAGE):
        return first.removeprefix("ungil: error: "), textwrap.dedent("\n".join(others))
    return None


def diagnostics(log: str) -> str:
    """The errors of compilers and of ungil, each with the lines and the notes that belong to it."""
    found: dict[str, None] = {}
    wanted = False  # whether a note would belong to an error
    for block in _blocks(log, _DIAGNOSTIC):
        said = _DIAGNOSTIC.match(block[0])
        assert said is not None
        wanted = said["kind"] == "error" or (wanted and said["kind"] == "note")
        if wanted:
            found["\n".join(block)] = None
    shown = [re.sub(r"^(?:\.\./)+", "", text) for text in list(found)[:_MOST]]
    if len(found) > _MOST:
        shown.append(f"and {len(found) - _MOST} more")
    return mismatch.at_declarations("\n".join(shown)).rstrip("\n")


def _lines(log: str) -> list[str]:
    """The lines, without what `build` puts before those of a tool that it runs."""
    return [line.removeprefix("< ").rstrip() for line in log.splitlines()]


def _blocks(log: str, start: re.Pattern[str]) -> list[list[str]]:
    """Each line that starts so, with those below it that are further in than it.

    pip indents what it hands on.
    """
    blocks: list[list[str]] = []
    indent: int | None = None  # of the block that goes on
    for line in _lines(log):
        depth = len(line) - len(line.lstrip())
        if start.match(line.strip()):
            blocks.append([line.strip()])
            indent = depth
        elif indent is not None and line and depth > indent:
            blocks[-1].append(line[indent:])
        else:
            indent = None
    return blocks
