"""`python -m benchmarks.booleans` builds its module, and times arrays of each size."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("cffi")

ROOT = Path(__file__).parents[2]


def test_a_row_a_size(tmp_path: Path) -> None:
    options = ["--rounds", "1", "--sizes", "16", "1000", "--build-dir", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.booleans", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    rows = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    assert [row.split("|")[1].strip() for row in rows] == ["bools", "16", "1,000"]
    assert all(row.count(" / ") == 4 for row in rows[1:])
