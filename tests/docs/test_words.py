"""docs/notation.md has every word of ungil.h, in its text and in an example."""

from __future__ import annotations

import re

import pytest

from tests.docs import blocks
from tests.packages.projects import ROOT

PAGE = ROOT / "docs" / "notation.md"
HEADER = ROOT / "pkg" / "ungil" / "include" / "ungil.h"

INTERNAL = {"UNGIL_H", "UNGIL_HAS_BOUNDS_ATTRIBUTES"}
FOR_CPLUSPLUS = {"UNGIL_RESTRICT"}  # the examples are C


def words() -> set[str]:
    defined = re.findall(r"^# *define (UNGIL_\w+)", HEADER.read_text(encoding="utf-8"), re.M)
    return {word for word in defined if not re.match("UNGIL_SHAPE_", word)} - INTERNAL


@pytest.mark.parametrize("word", sorted(words()))
def test_word_is_explained(word: str) -> None:
    assert re.search(rf"`[^`\n]*\b{word}\b[^`\n]*`", PAGE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("word", sorted(words() - FOR_CPLUSPLUS))
def test_word_has_an_example(word: str) -> None:
    """The examples themselves are bound and compiled by test_pages.py."""
    examples = [block.text for block in blocks.read(PAGE) if block.language == "c"]
    assert any(re.search(rf"\b{word}\b", example) for example in examples)
