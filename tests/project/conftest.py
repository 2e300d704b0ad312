"""Projects that `ungil new` has made."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packages.environments import Environment


@pytest.fixture
def made(author: Environment, tmp_path: Path) -> Path:
    """A project straight from `ungil new`, in a folder whose name is hard on tools."""
    parent = tmp_path / "with spaces é"
    parent.mkdir()
    author.run(author.scripts / "ungil", "new", "my-proj", folder=parent)
    return parent / "my-proj"
