"""docs/errors.md says what is true: its headers are built, its calls made, its messages compared.

`pytest --update` writes the actual messages into the page.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from tests.reading import ROOT
from tests.runtime.conftest import Bind
from ungil import interpreter

PAGE = ROOT / "docs" / "errors.md"
RUNTIME = ROOT / "pkg" / "ungil" / "runtime"

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ROW = re.compile(r"^\| `(.+)` \| `(.*)` \|$", re.MULTILINE)


class Row(NamedTuple):
    """A call of the page, and what it says that the call raises."""

    call: str
    exception: str


def blocks(language: str) -> str:
    text = PAGE.read_text(encoding="utf-8")
    return "\n".join(body for name, body in _BLOCK.findall(text) if name == language)


def rows() -> list[Row]:
    return [Row(*found) for found in _ROW.findall(PAGE.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def names(bind: Bind) -> dict[str, Any]:
    """What the page's calls may name: the module's functions, and what the page prepares."""
    declared = "#include <stdlib.h>\n#include <wchar.h>\nconst char *reason(int code) UNGIL_SKIP;\n"
    code = (Path(__file__).parent / "errors.c").read_text(encoding="utf-8")
    module = bind(declared + blocks("c"), code)
    names = {name: getattr(module, name) for name in module.__all__} | {"module": module}
    exec(blocks("python"), names)
    return names


def raised(call: str, names: dict[str, Any]) -> str:
    """`TypeError: the message`."""
    try:
        eval(call, names)
    except Exception as error:
        kind, module = type(error), names["module"]
        text = f"{kind.__name__}: {error}"
        assert isinstance(module, ModuleType)
        assert kind.__module__ in ("builtins", module.__name__)
        return text.replace(module.__name__, "module")
    raise AssertionError(f"{call} raises nothing")


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.call)
def test_call(row: Row, names: dict[str, Any], update: bool) -> None:
    if "pip install cffi" in row.exception and not interpreter.has_cffi():
        pytest.skip("the page speaks of a Python that cffi exists for")
    actual = raised(row.call, names)
    if update and actual != row.exception:
        text = PAGE.read_text(encoding="utf-8")
        old = f"| `{row.call}` | `{row.exception}` |"
        PAGE.write_text(text.replace(old, f"| `{row.call}` | `{actual}` |"), encoding="utf-8")
    else:
        assert actual == row.exception


# --- nothing is left out -------------------------------------------------------------------

# C's string literals behind these calls are messages, in pieces where they are long.
_COMPLAINT = re.compile(
    r"\b(?:ungil_complain|PyErr_SetString|PyErr_Format|PyUnicode_FromFormat)\("
    r'[^;"]*?((?:"(?:[^"\\]|\\.)*"\s*(?:UNGIL_\w+\s*)?)+)'
)
_PLACE = re.compile(r"%(?:zd|zu|lld|llu|[a-zA-Z])")


def messages() -> set[str]:
    """Every message of the runtime's, as a pattern."""
    found = set()
    for path in sorted(RUNTIME.glob("*.h")):
        for literal in _COMPLAINT.findall(path.read_text(encoding="utf-8")):
            with_names = re.sub(r"UNGIL_\w+", '"%U"', literal)
            text = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', with_names))
            if len(re.findall(r"[a-z]{2,}", _PLACE.sub("", text))) >= 2:
                found.add(".*".join(map(re.escape, _PLACE.split(text))))
    return found


@pytest.mark.parametrize("pattern", sorted(messages()))
def test_every_message_is_on_the_page(pattern: str) -> None:
    shown = [row.exception for row in rows()]
    _, _, seldom = PAGE.read_text(encoding="utf-8").partition("## Seldom")
    shown += [" ".join(text.split()) for text in re.findall(r"`([^`]+)`", seldom)]
    assert any(re.search(pattern, text) for text in shown), pattern
