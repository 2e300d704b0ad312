"""Translation units to the lint's program."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ungil.check.lint.clang import Parsed, in_system_header
from ungil.check.lint.places import Places
from ungil.check.lint.program import Function, Program, Store
from ungil.check.lint.statements import Body


def read(parsed: Iterable[Parsed], base: Path) -> Program:
    """The program that C files make together.

    What system headers define is left out: its functions count as a library's.
    """
    places = Places(base)
    functions: dict[str, Function] = {}
    initial: list[Store] = []
    for each in parsed:
        for cursor in each.unit.cursor.get_children():
            kind = cursor.kind.name
            if kind not in ("FUNCTION_DECL", "VAR_DECL") or in_system_header(cursor.location):
                continue
            body = Body(places)
            if kind == "VAR_DECL":
                body.variable(cursor)
            elif cursor.is_definition():
                function = body.function(cursor)
                functions.setdefault(function.key, function)
            initial += body.initial
    return Program(places.objects, functions, tuple(initial))
