"""Macros that are constants, told by libclang: each is tried as a value."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ungil.libclang import library
from ungil.project.wrap.headers import Unit, has_parameters, included, parse_text

_RESERVED = re.compile("_[_A-Z]")
_GUARD = re.compile(r"_H(?:PP)?(?:_INCLUDED|_\d+)?_*$")
# A value of arithmetic type that C computes while it compiles, or the text of a literal.
_TRIALS = (
    "static const __typeof__(({name}) + 0.0) ungil_{number} = ({name});",
    "static const char ungil_{number}[] = {name};",
)
_OPENING, _CLOSING = "([", ")]"
_NEVER = frozenset("{ } ; extern static inline typedef __attribute__ __extension__ # ##".split())


def find(
    unit: Unit, taken: set[str], compiler: Sequence[str]
) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """The constants' names in order, and the macros that are none, each with the reason.

    taken: names that something else has.
    """
    candidates: dict[str, None] = {}
    left_out: list[tuple[str, str]] = []
    for cursor in unit.cursors:
        name = cursor.spelling
        if cursor.kind.name != "MACRO_DEFINITION" or name in taken or _RESERVED.match(name):
            continue
        if _GUARD.search(name):
            continue
        body = [token.spelling for token in cursor.get_tokens()][1:]
        if has_parameters(cursor):
            left_out.append((name, "it is a macro with parameters"))
        elif _could_be_value(body) and body[0] not in taken:
            candidates[name] = None
    good = _constants(list(candidates), unit, compiler)
    wrong = [name for name in candidates if name not in good]
    left_out += [(name, "it is a macro whose value is no number and no text") for name in wrong]
    return tuple(name for name in candidates if name in good), left_out


def _constants(names: Sequence[str], unit: Unit, compiler: Sequence[str]) -> set[str]:
    good: set[str] = set()
    for trial in _TRIALS:
        wanted = [name for name in names if name not in good]
        lines = [trial.format(name=name, number=number) for number, name in enumerate(wanted)]
        text = included(unit.includes) + "\n".join(lines) + "\n"
        translated = parse_text(text, unit.flags, compiler)
        wrong = {
            found.location.line
            for found in translated.diagnostics
            if found.severity >= library().Diagnostic.Error
        }
        good |= {
            name for line, name in enumerate(wanted, len(unit.includes) + 1) if line not in wrong
        }
    return good


def _could_be_value(body: Sequence[str]) -> bool:
    """Whether it may stand in parentheses without an effect on what lies around it."""
    opened: list[str] = []
    for token in body:
        if token in _OPENING:
            opened.append(_CLOSING[_OPENING.index(token)])
        elif token in _CLOSING and (not opened or opened.pop() != token):
            return False
    return bool(body) and not opened and not _NEVER.intersection(body)
