"""`python -m benchmarks.large` compares sizes, memory and threads; its gate is its rows'."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("numpy")

ROOT = Path(__file__).parents[2]


def test_rows_and_gate(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks.large", "--gate", "--rounds", "1"),
            *("--sizes", "16", "100_000", "--threads", "1", "100_000"),
            *("--build-dir", str(tmp_path), "--json", str(tmp_path / "large.json")),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    rows = [line.split(" | ") for line in done.stdout.splitlines() if line.startswith("| ")][1:]
    assert [(row[0].strip("| "), row[2]) for row in rows] == [
        ("16 elements", "`np.add`"),
        ("100,000 elements", "`np.add`"),
        ("100,000 elements, 1 thread", "STREAM's add"),
        ("compute_pi on 1 threads", "one thread"),
    ]
    assert f"100000 threads were not tried: there are {_cores()} cores." in done.stdout
    measured = json.loads((tmp_path / "large.json").read_text())["comparisons"]
    failed = []
    for row, one in zip(rows, measured, strict=True):
        ratio = min(one["other"]) / min(one["ungil"])
        assert row[4] == f"{ratio:.2f}"
        if ratio < float(row[5].strip("| ")):
            failed.append(one["name"])
    assert done.returncode == int(bool(failed)), done.stderr
    assert done.stderr == (f"below the bar: {', '.join(failed)}\n" if failed else "")


def _cores() -> int:
    return len(os.sched_getaffinity(0))
