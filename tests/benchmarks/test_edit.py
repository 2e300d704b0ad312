"""`python -m benchmarks.edit` edits, builds and calls a project of each tool."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_row_for_each_tool() -> None:
    tools = ["ungil", "ungil --watch", "gcc", "cffi"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.edit", "--only", *tools, "--rounds", "2"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "missing" not in done.stdout
    rows = [line.split("|") for line in done.stdout.splitlines() if line.startswith("|")]
    assert [row[1].strip() for row in rows[2:]] == tools
    assert {len(row) for row in rows} == {6}
    assert rows[2][2].strip() == "at import"
