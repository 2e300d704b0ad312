"""The examples of docs/thread-safety.md give what the page says (rewritten by `--update`)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ungil
from tests.reading import ROOT, read_file
from ungil.check import report
from ungil.check.compilation import Unit, compile_all
from ungil.check.lint import lint

pytest.importorskip("clang.cindex")

PAGE = ROOT / "docs" / "thread-safety.md"
EXAMPLE = re.compile(
    r"```c\n/\* example\.h \*/\n(?P<header>.*?)\n\n/\* example\.c \*/\n(?P<c>.*?)```\n"
    r"(?P<said>\n```text\n(?P<report>.*?)```\n)?",
    re.DOTALL,
)


def report_of(header: str, c: str, folder: Path) -> str:
    (folder / "example.h").write_text(header + "\n", encoding="utf-8")
    (folder / "example.c").write_text(c, encoding="utf-8")
    units = [Unit(folder / "example.c", (f"-I{ungil.get_include()}", "-D_GNU_SOURCE"))]
    compiled, wrong = compile_all(units, ["gcc"], folder, folder)
    assert not wrong
    found = lint.run(units, compiled, read_file(folder / "example.h"), ["gcc"], folder)
    return "".join(f"{report.text(each)}\n" for each in found)


def test_examples_say_what_the_page_says(tmp_path: Path, update: bool) -> None:
    page = PAGE.read_text(encoding="utf-8")
    actual = EXAMPLE.sub(lambda match: with_report(match, tmp_path), page)
    if update:
        PAGE.write_text(actual, encoding="utf-8")
    assert actual == PAGE.read_text(encoding="utf-8")


def with_report(match: re.Match[str], folder: Path) -> str:
    """An example as it should stand: with its report, or none where it is fine."""
    said = report_of(match["header"], match["c"], folder)
    example = match[0] if match["said"] is None else match[0].removesuffix(match["said"])
    return f"{example}\n```text\n{said}```\n" if said else example


def test_the_page_has_good_and_bad_examples() -> None:
    examples = list(EXAMPLE.finditer(PAGE.read_text(encoding="utf-8")))
    good = [each for each in examples if each["said"] is None]
    assert len(good) >= 3
    assert len(examples) - len(good) >= 6
