"""The `ungil` command, run as its reader runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

UNGIL = (sys.executable, "-m", "ungil")


def ungil(
    folder: Path, *arguments: str | Path, status: int = 0, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Runs a command in a folder; insists on its exit status, and that it shows no traceback."""
    done = subprocess.run(
        [*UNGIL, *map(str, arguments)],
        cwd=folder,
        env=os.environ | {"PYTHONUTF8": "1"} | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    return done


def with_proposals(header: str) -> str:
    """A header of `ungil wrap` whose author takes over every proposal, unread."""
    paragraphs = []
    for paragraph in header.split("\n\n"):
        _, marked, proposal = paragraph.partition(" * proposed: ")
        proposed, _, _ = proposal.partition(" */\n")
        paragraphs.append(proposed.replace("\n *", "\n") if marked else paragraph)
    return "\n\n".join(paragraphs)


def replace_in(path: Path, old: str, new: str) -> None:
    """Edits a file, which must hold the old text."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
