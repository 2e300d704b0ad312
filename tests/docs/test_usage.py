"""The page of each command names the arguments that the command has, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from tests.packages.projects import ROOT
from ungil.cli import main

PAGES = sorted((ROOT / "docs" / "commands").glob("*.md"))


def options_of(command: click.Command) -> set[str]:
    """Every spelling of every option, but for --help and --debug, which each command has."""
    return {
        spelling
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for spelling in [*parameter.opts, *parameter.secondary_opts]
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_page_of_a_command(path: Path) -> None:
    command = main.commands[path.stem]
    text = path.read_text(encoding="utf-8")
    heading, usage = text.split("\n\n")[:2]
    assert heading == f"# ungil {path.stem}"
    assert usage.startswith(f"    ungil {path.stem}")
    assert set(re.findall(r"(?<!\w)--?[A-Za-z][\w-]*", usage)) == options_of(command)
    described = set(re.findall(r"`(--?[A-Za-z][\w-]*)", text.partition(usage)[2]))
    assert options_of(command) - described == set()
    assert re.search(r"^Exit status: 0 ", text, re.MULTILINE)


def test_every_command_has_a_page() -> None:
    assert {path.stem for path in PAGES} == set(main.commands)
