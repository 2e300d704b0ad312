"""A figure that disappoints is not praised."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ungil.project.demo import verdict
from ungil.project.demo.measure import Calls, Figures, Threads, Ticks

GOOD = Figures(
    threads=Threads(cores=2, count=2, one=0.30, released=0.31, held=0.61, given=1.99),
    ticks_released=Ticks(per_second=800.0, longest_gap=0.003),
    ticks_held=Ticks(per_second=2.0, longest_gap=0.5),
    calls=Calls(elements=1000, one_by_one=60e-6, arrays=0.5e-6),
    lock=True,
)


def test_good_figures() -> None:
    assert "1.9 times the work of one in the same time" in verdict.threads(GOOD)
    assert "stood still for 500 ms" in verdict.ticks(GOOD)
    assert "60 ns a pair" in verdict.calls(GOOD.calls)
    assert "120 times" in verdict.calls(GOOD.calls)


@pytest.mark.parametrize(
    ("given", "reason"), [(1.98, "two halves of one"), (1.1, "gave them 1.1 cores' time")]
)
def test_a_speed_up_that_is_missing_is_told_with_its_likely_reason(
    given: float, reason: str
) -> None:
    noisy = replace(GOOD, threads=replace(GOOD.threads, released=0.55, given=given))
    assert "far from the 2 that the cores promise" in verdict.threads(noisy)
    assert reason in verdict.threads(noisy)


def test_one_core_promises_nothing() -> None:
    alone = replace(GOOD, threads=replace(GOOD.threads, cores=1, released=0.6))
    assert "one core here" in verdict.threads(alone)
    assert "1.00 times" in verdict.threads(alone)


def test_without_a_lock_there_is_nothing_to_release() -> None:
    free = replace(GOOD, lock=False)
    assert "no lock" in verdict.threads(free)
    assert "no lock" in verdict.ticks(free)


def test_ticks_that_do_not_differ() -> None:
    same = replace(GOOD, ticks_released=GOOD.ticks_held)
    assert "No clear difference" in verdict.ticks(same)


def test_arrays_that_are_not_faster() -> None:
    assert "something disturbed" in verdict.calls(replace(GOOD.calls, arrays=59e-6))
