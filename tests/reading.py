"""Headers that tests write down as text, read as a build reads them."""

from __future__ import annotations

from pathlib import Path

from ungil import header
from ungil.frozen import replace
from ungil.generate.call_layer import refusal
from ungil.interface import Function, Interface

ROOT = Path(__file__).parent.parent

PREAMBLE = """
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include "ungil.h"
"""


def read_file(path: Path, prefix: str = "") -> Interface:
    """A header's interface; what the call layer does not bind is marked as a build marks it."""
    interface = header.read([path], base=path.parent, prefix=prefix).interface
    return replace(interface, functions=tuple(map(_settled, interface.functions)))


def _settled(function: Function) -> Function:
    if function.unbound is not None:
        return function
    return replace(function, unbound=refusal(function))


def read_all(folder: Path, declarations: str, prefix: str = "") -> Interface:
    """The interface of some declarations, bound or not yet, with the usual includes in front."""
    path = folder / "test.h"
    path.write_text(PREAMBLE + declarations, encoding="utf-8")
    return header.read([path], base=folder, prefix=prefix).interface


def read_function(folder: Path, declarations: str) -> Function:
    """The last function of some declarations."""
    return read_all(folder, declarations).functions[-1]
