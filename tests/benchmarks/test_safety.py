"""`python -m benchmarks.safety` tells what becomes of wrong calls, and ungil refuses them all."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("numpy")

ROOT = Path(__file__).parents[2]

# ctypes checks next to nothing: each kind of harm is found there but a crash.
CTYPES = {
    "`float32` input": "silently wrong",
    "`float32` result": "silently wrong",
    "short result": "out of bounds",
    "short input": "out of bounds",
    "read-only result": "silently wrong",
    "strided result": "out of bounds",
    "strided input": "silently wrong",
    "2-D": "silently wrong",
    "`None`": "error",
    "`add(2**31, 1)`": "silently wrong",
    '`add("x", 1)`': "error",
    "`add(1.5, 1)`": "error",
}


def test_every_wrong_call(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.safety", "--only", "ungil", "numpy", "ctypes"]
    done = subprocess.run(
        [*command, "--build-dir", str(tmp_path), "--json", str(tmp_path / "safety.json")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    outcomes = json.loads((tmp_path / "safety.json").read_text(encoding="utf-8"))
    assert {case: answers["ungil"] for case, answers in outcomes.items()} == dict.fromkeys(
        CTYPES, "error"
    )
    assert {case: answers["ctypes"] for case, answers in outcomes.items()} == CTYPES
    assert outcomes["strided input"]["numpy"] == "right"
    assert "| short result | error | error | **out of bounds** |" in done.stdout
