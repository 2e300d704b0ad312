"""`python -m benchmarks.edit` edits, builds and calls a project of each tool."""

from __future__ import annotations

from tests.benchmarks.command import printed_by


def test_a_row_for_each_tool() -> None:
    tools = ["ungil", "ungil --watch", "gcc", "cffi"]
    printed = printed_by("benchmarks.edit", "--only", *tools, "--rounds", "2")
    assert "missing" not in printed
    rows = [line.split("|") for line in printed.splitlines() if line.startswith("|")]
    assert [row[1].strip() for row in rows[2:]] == tools
    assert {len(row) for row in rows} == {6}
    assert rows[2][2].strip() == "at import"
