"""`python -m benchmarks.scale` generates, compiles, imports and calls modules of each size."""

from __future__ import annotations

import pytest

from tests.benchmarks.command import printed_by

pytest.importorskip("cffi")


def test_a_row_a_size_with_its_growth() -> None:
    printed = printed_by("benchmarks.scale", "--functions", "1", "4")
    head, _, one, four = (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in printed.replace(",", "").splitlines()
    )
    assert head[1:] == ["generate ms", "compile ms", "import ms", "first `lib` ms", "call ns"]
    assert one[0] == "1"
    assert all(float(cell) >= 0 for cell in one[1:5])
    assert one[5].endswith(" (1.00)")
    assert four[0] == "4"
    for now, then in zip(four[1:3], one[1:3], strict=True):
        milliseconds, growth = now.rstrip(")").split(" (")
        assert abs(float(milliseconds) / float(then) / 4 - float(growth)) < 0.01
