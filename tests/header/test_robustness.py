"""Damaged headers: diagnostics, and never another exception."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from ungil import header
from ungil.diagnostics import Diagnostic, HeaderError

UI = Path(__file__).parent.parent / "ui"
GOOD = sorted((UI / "good").glob("*.h"))
PIECE = re.compile(r"\w+|[^\w\s]|\s+")


def damaged(text: str, words: list[str], chance: random.Random) -> str:
    """The text with a few pieces left out, replaced, added or swapped."""
    pieces = PIECE.findall(text)
    for _ in range(chance.randint(1, 4)):
        at, other = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        match chance.randrange(4):
            case 0:
                del pieces[at : at + chance.randint(1, 4)]
            case 1:
                pieces.insert(at, f" {chance.choice(words)} ")
            case 2:
                pieces[at] = chance.choice(words)
            case 3:
                pieces[at], pieces[other] = pieces[other], pieces[at]
    return "".join(pieces)


def errors_of(path: Path) -> tuple[Diagnostic, ...]:
    """The errors of a header; none for one that is read after all."""
    try:
        header.read([path], base=path.parent)
    except HeaderError as error:
        return error.diagnostics
    return ()


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_damaged_headers(path: Path, tmp_path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    words = [word for good in GOOD for word in PIECE.findall(good.read_text(encoding="utf-8"))]
    broken = tmp_path / "broken.h"
    for seed in range(60):
        broken.write_text(damaged(text, words, random.Random(seed)), encoding="utf-8")
        for diagnostic in errors_of(broken):
            assert min(diagnostic.span.line, diagnostic.span.column) >= 1


DEEP = {
    "pointers": f"int {'*' * 5000}f(void);",
    "parentheses": f"int f(int {'(' * 5000}a{')' * 5000});",
    "brackets": f"int f(int a{'[3]' * 5000});",
    "braces": "struct a { " * 2000 + "int x; " + "};" * 2000,
    "unary": f"void f(double *UNGIL_COUNTED_BY({'-' * 5000}n) a, int n);",
    "sum": f"void f(double *UNGIL_COUNTED_BY({'n + ' * 5000}n) a, int n);",
    "enumerator": f"enum {{ A = {'1 + ' * 5000}1 }};\nint f(void);",
    "macro": f"#define A {'(' * 5000}1{')' * 5000}\nint f(void);",
    "conditionals": "#ifdef __cplusplus\n" * 3000 + "#endif\n" * 3000 + "int f(void);",
    "typedefs": "typedef int t0;\n"
    + "".join(f"typedef t{i} t{i + 1};\n" for i in range(3000))
    + "t3000 f(void);",
    "names": f"int {'f' * 200_000}(void);",
    "functions": "".join(f"int f{i}(int a, int b);\n" for i in range(3000)),
}


@pytest.mark.parametrize("case", DEEP)
def test_deep_and_long_headers(case: str, tmp_path: Path) -> None:
    path = tmp_path / "deep.h"
    path.write_text(DEEP[case])
    assert sum(len(str(diagnostic)) for diagnostic in errors_of(path)) < 1000
