"""Files that appear whole or not at all, and only when their content is new."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path


def write(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Writes files into a folder, which is made where it is missing; returns the changed ones.

    Each appears by atomic rename, so that two builds at once never see a torn file; one that
    already has its content is left alone, so that nothing that depends on it is built again.
    Raises OSError; no file has changed then, and nothing is left behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    waiting: list[tuple[Path, Path]] = []
    try:
        for name, content in files.items():
            final = folder / name
            if not _holds(final, content):
                # Not tempfile's: its files are readable by their owner only.
                temporary = folder / f".{name}.{os.getpid()}-{os.urandom(4).hex()}"
                waiting.append((temporary, final))
                with open(temporary, "xb") as file:
                    file.write(content)
        for temporary, final in waiting:
            os.replace(temporary, final)
    finally:
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)
    return [final.name for _, final in waiting]


def _holds(path: Path, content: bytes) -> bool:
    """Whether a file has that content already."""
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except FileNotFoundError:
        return False


def depfile(target: str, dependencies: Iterable[str]) -> bytes:
    """A Makefile rule as ninja reads it: `target` depends on each of `dependencies`."""
    lines = " \\\n  ".join(_escaped(path) for path in dependencies)
    return os.fsencode(f"{_escaped(target)}: {lines}\n")


def _escaped(path: str) -> str:
    return path.replace("$", "$$").replace("#", "\\#").replace(" ", "\\ ")
