"""The words at one place."""

from __future__ import annotations

from collections.abc import Iterable

from ungil.header.declarations import WordUse
from ungil.header.report import Report


class Words:
    """The words at one place, each once."""

    def __init__(self) -> None:
        self.uses: dict[str, WordUse] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.uses

    def get(self, name: str) -> WordUse | None:
        return self.uses.get(name)

    def among(self, names: Iterable[str]) -> list[WordUse]:
        """Those of the words that are among `names`, in the order they are written."""
        return [use for name, use in self.uses.items() if name in names]


def words_of(uses: Iterable[WordUse], report: Report) -> Words:
    """The words by name; one that stands twice is reported."""
    words = Words()
    for use in uses:
        before = words.uses.setdefault(use.name, use)
        if before is not use:
            report.error(
                "duplicate-word",
                use.token.span,
                f"{use.name} stands here twice",
                related=(before.token.span, "it stands here first"),
            )
    return words
