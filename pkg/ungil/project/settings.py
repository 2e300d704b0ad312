"""A project's own settings: the tables below [tool.ungil] in its pyproject.toml."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from ungil.project.error import CommandError

FILE = "pyproject.toml"


def table(root: Path, name: str) -> dict[str, Any]:
    """`[tool.ungil.NAME]`; empty where there is none. Raises CommandError."""
    file = root / FILE
    if not file.is_file():
        return {}
    try:
        settings: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CommandError(f"{file}: {error}") from error
    found = settings.get("tool", {}).get("ungil", {}).get(name, {})
    if not isinstance(found, dict):
        raise CommandError(f"{file}: [tool.ungil.{name}] is no table")
    return found
