"""Diagnostics in the colours in which compilers show them."""

from __future__ import annotations

import re

import click

_HEAD = re.compile(
    r"^(?P<place>\S.*?:\d+:(?:\d+:)?)"
    r" (?P<kind>error|warning|note)(?P<code>\[[\w-]+\])?:(?P<text>.*)"
)
_CARET = re.compile(r"^(?P<margin>\s*\|?\s*)(?P<caret>\^~*)(?P<rest>.*)$")
_HINT = re.compile(r"^(?P<margin>\s+)(?P<word>hint|help):(?P<text>.*)")
_COLOURS = {"error": "red", "warning": "magenta", "note": "cyan"}


def painted(text: str) -> str:
    """A text in which diagnostics are coloured; what has colours already is left alone."""
    if "\x1b" in text:
        return text
    return "\n".join(map(_painted, text.split("\n")))


def _painted(line: str) -> str:
    if found := _HEAD.match(line):
        kind = f"{found['kind']}{found['code'] or ''}:"
        colour = _COLOURS[found["kind"]]
        return (
            f"{click.style(found['place'], bold=True)} {click.style(kind, fg=colour, bold=True)}"
            f"{click.style(found['text'], bold=True)}"
        )
    if found := _CARET.match(line):
        return (
            f"{found['margin']}{click.style(found['caret'], fg='green', bold=True)}{found['rest']}"
        )
    if found := _HINT.match(line):
        return f"{found['margin']}{click.style(found['word'] + ':', bold=True)}{found['text']}"
    return line
