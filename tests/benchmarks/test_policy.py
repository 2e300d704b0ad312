"""`python -m benchmarks.policy` measures every scenario under every policy."""

from __future__ import annotations

import json
from pathlib import Path

from tests.benchmarks.command import printed_by

SCENARIOS = ("alone", "busy", "two", "two+busy", "sleeper", "four", "four+busy")


def test_tables_and_measurements(tmp_path: Path) -> None:
    printed = printed_by(
        *("benchmarks.policy", "--durations", "10", "mixed"),
        *("--rounds", "1", "--seconds", "0.03", "--tolerate", "1000"),
        *("--build-dir", tmp_path, "--json", tmp_path / "policy.json"),
    )
    rows = [line.split("|")[1:3] for line in printed.splitlines() if line.startswith("| ")]
    cells = [tuple(cell.strip() for cell in row) for row in rows[1:]]
    assert [(name.removesuffix(" (oversubscribed)"), policy) for name, policy in cells] == [
        (scenario, policy) for scenario in SCENARIOS for policy in ("hold", "release", "auto")
    ]
    assert " - " not in printed
    (measured,) = json.loads((tmp_path / "policy.json").read_text())["measurements"].values()
    assert len(measured) == len(SCENARIOS) * 3 * 2 + 1
    assert all(len(m["kernels"]) == 2 for m in measured if m["scenario"] == "two+busy")
    assert all(m["late"] is not None for m in measured if m["scenario"] == "sleeper")
