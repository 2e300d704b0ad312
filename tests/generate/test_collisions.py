"""Headers full of names that the generated C uses itself."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.generate.compiling import WARNINGS, write_alone
from tests.reading import ROOT
from ungil import header
from ungil.diagnostics import HeaderError
from ungil.header.standard_types import STANDARD_TYPES
from ungil.header.syntax import TYPE_KEYWORDS

RUNTIME = [path.read_text(encoding="utf-8") for path in (ROOT / "pkg/ungil/runtime").glob("*.h")]


KEYWORDS = TYPE_KEYWORDS | STANDARD_TYPES | frozenset(("register", "for", "return", "switch"))


def parts() -> list[str]:
    """What stands behind `ungil_` and behind `ungil_WORD_` in the runtime's own names."""
    names = set(re.findall(r"\bungil_([a-z]\w*)", " ".join(RUNTIME)))
    behind = {name.partition("_")[2] for name in names}
    return sorted(n for n in names | behind if re.match("[a-z]", n) and n not in KEYWORDS)


FUNCTION = """
int {0}(int UNGIL_DEFAULT(1) a, const int *UNGIL_COUNTED_BY(n) b, int n)
    UNGIL_SUCCESS(return >= 0) UNGIL_STATUS("failed");
"""
VECTORIZED = "double {0}(double a, int b) UNGIL_RELEASE_ABOVE(a, 2) UNGIL_VECTORIZE;\n"
CALLBACK = "void {0}(void (*UNGIL_NOESCAPE f)(int));\n"
RECORD = """
typedef struct {0} {{ int a; }} {0};
{0} passes_the_{0}({0} a, const {0} *UNGIL_COUNTED_BY(n) b, int n);
"""
HANDLE = """
typedef struct {0} {0};
void frees_the_{0}({0} *a);
{0} *UNGIL_OWNED(frees_the_{0}) makes_the_{0}(void);
int asks_the_{0}(const {0} *a);
"""
KINDS = {
    "functions": FUNCTION,
    "vectorized": VECTORIZED,
    "callbacks": CALLBACK,
    "records": RECORD,
    "handles": HANDLE,
}


def declared(kind: str, names: Iterable[str], folder: Path) -> Path:
    path = folder / "names.h"
    path.write_text('#include "ungil.h"\n' + "".join(KINDS[kind].format(name) for name in names))
    return path


def refused(path: Path) -> set[str]:
    """The names that the header reader does not take."""
    try:
        header.read([path], base=path.parent)
    except HeaderError as error:
        if not {d.code for d in error.diagnostics} <= {"reserved-name", "python-name"}:
            raise
        return {diagnostic.message.split("'")[1] for diagnostic in error.diagnostics}
    return set()


@pytest.mark.parametrize("kind", KINDS)
def test_names_like_the_runtime_s(kind: str, tmp_path: Path) -> None:
    names = parts()
    names = sorted({*names} - refused(declared(kind, names, tmp_path)))
    assert len(names) > 300
    includes, source = write_alone(declared(kind, names, tmp_path), tmp_path)
    command = ["gcc", "-fsyntax-only", *WARNINGS, *includes, str(source)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[:2000]
