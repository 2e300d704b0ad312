"""What the comments of the pages may say; what is not run is listed."""

from __future__ import annotations

from pathlib import Path

from tests.docs import blocks
from tests.packages.projects import ROOT

VERBS = {
    "add": "adds the block to the end of a file",
    "after": "declarations that a C fragment stands after",
    "background": "runs the commands until the page ends; goes on when they have said ARGUMENT",
    "fails": "the commands end with an exit status other than 0",
    "file": "the block is the content of a file",
    "not": "the block is not run, and why",
    "output": "what the commands in the background have said since",
    "run": "runs commands that the page does not show",
    "tested": "a test file that tries the block, and names the page",
}
NOT_RUN = Path(__file__).with_name("not_run.txt")


def test_verbs_are_known() -> None:
    used = {verb for path in blocks.PAGES for b in blocks.read(path) for verb in b.directives}
    assert used <= VERBS.keys()
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert all(f"`{verb}" in contributing for verb in VERBS)


def test_blocks_that_are_not_run_are_listed(update: bool) -> None:
    """Few, and each with a reason; a new one shows up in a review of not_run.txt."""
    left = [b for path in blocks.PAGES for b in blocks.read(path) if "not" in b.directives]
    listed = "".join(f"{b.page}: {' '.join(b.directives['not'].split())}\n" for b in left)
    if update:
        NOT_RUN.write_text(listed, encoding="utf-8")
    assert NOT_RUN.read_text(encoding="utf-8") == listed


def test_blocks_that_others_try_are_tried() -> None:
    for path in blocks.PAGES:
        for block in blocks.read(path):
            other = block.directives.get("tested")
            if other is not None:
                text = (ROOT / other).read_text(encoding="utf-8")
                name = path.stem if path.parent.name == "commands" else path.name
                assert name in text, f"{block.place}: {other} does not name the page"
