"""`python -m benchmarks.free_threaded` runs itself where there is no interpreter lock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.command import printed_by

ROOT = Path(__file__).parents[2]


def test_rows(tmp_path: Path) -> None:
    look = [sys.executable, ROOT / "tools" / "build_free_threaded.py", "--look"]
    found = subprocess.run(look, capture_output=True, text=True, check=False)
    if found.returncode != 0:
        pytest.skip(found.stderr.strip())
    printed = printed_by(
        "benchmarks.free_threaded",
        *("--rounds", "1", "--only", "ungil", "floor", "pyo3", "--build-dir", tmp_path),
    )
    assert ", free-threaded; " in printed.splitlines()[0]
    rows = [line.strip("| ").split(" | ") for line in printed.splitlines() if line[:1] == "|"]
    named = {row[0]: row[1:] for row in rows}
    assert {"`UNGIL_HOLD`", "Python around calls", "the same around `max`"} < set(named)
    assert [label.split()[0] for label in list(named)[-2:]] == ["ungil", "floor"]
    assert all(float(cell.split(" / ")[0]) > 0 for cell in named["`UNGIL_HOLD`"])
    assert all(" ns, " in cell for cell in named["floor"])
    assert "\npyo3 is missing: PyO3 " in printed
