"""`python -m benchmarks.safety` tells what becomes of wrong calls, and ungil refuses them all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.benchmarks.command import printed_by

pytest.importorskip("numpy")


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
    printed = printed_by(
        *("benchmarks.safety", "--only", "ungil", "numpy", "ctypes"),
        *("--build-dir", tmp_path, "--json", tmp_path / "safety.json"),
    )
    outcomes = json.loads((tmp_path / "safety.json").read_text(encoding="utf-8"))
    assert {case: answers["ungil"] for case, answers in outcomes.items()} == dict.fromkeys(
        CTYPES, "error"
    )
    assert {case: answers["ctypes"] for case, answers in outcomes.items()} == CTYPES
    assert outcomes["strided input"]["numpy"] == "right"
    assert "| short result | error | error | **out of bounds** |" in printed
