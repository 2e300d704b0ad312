"""Results against earlier ones: what has become slower, beyond the noise of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ungil.bench.results import AS_DECLARED, Results, Row, Samples

SAME = ("processor", "python", "compiler", "flags")
"""What makes figures incomparable where it differs."""


@dataclass(frozen=True)
class Change:
    """A function at a size, in both results: `ratio` is above 1 where it is slower now.

    allowed: the ratio up to which that may be noise.
    """

    function: str
    label: str
    before: float
    now: float
    allowed: float

    @property
    def ratio(self) -> float:
        return self.now / self.before

    @property
    def is_slower(self) -> bool:
        return self.ratio > self.allowed

    @property
    def is_faster(self) -> bool:
        return self.ratio * self.allowed < 1


def changes(before: Results, now: Results, tolerance: float) -> Iterator[Change]:
    """Every function and size that both have.

    The fastest of all samples is compared: what disturbs a sample makes it longer. `tolerance`
    (0.1: a tenth) is allowed, or as much as the quickest tenth of the samples is spread where
    that is more; and where the machine is slower than it was, so may everything be.
    """
    known = {(f.name, row.label): row for f in before.functions for row in f.rows}
    for function in now.functions:
        for row in function.rows:
            earlier = known.get((function.name, row.label))
            if earlier is not None:
                allowed = 1 + max(tolerance, _spread(earlier.call), _spread(row.call))
                if earlier.loop > 0:
                    allowed *= max(1.0, row.loop / earlier.loop)
                old, new = _time(earlier), _time(row)
                yield Change(function.name, row.label, old, new, allowed)


def _time(row: Row) -> float:
    return max(row.call.minimum, 1e-10)


def _spread(samples: Samples) -> float:
    """How far apart the quickest sample and the quickest tenth of all are."""
    ordered = sorted(samples.seconds)
    tenth = ordered[len(ordered) // 10]
    return tenth / max(ordered[0], 1e-10) - 1


def missing(before: Results, now: Results) -> list[str]:
    """Functions that were measured before, were wanted now, and could not be."""
    had = {function.name for function in before.functions if function.rows}
    return [f.name for f in now.functions if f.name in had and not f.rows]


def another_machine(before: Results, now: Results) -> list[str]:
    """What differs between the circumstances, so that figures say little: `key: old -> new`."""
    return [
        f"{key}: {before.machine.get(key)} -> {now.machine.get(key)}"
        for key in SAME
        if before.machine.get(key) != now.machine.get(key)
    ]


def with_more(row: Row, again: Row) -> Row:
    """A row with the samples of its function as declared from another measurement of it."""
    samples = dict(row.samples)
    samples[AS_DECLARED] = row.call.with_more(again.call)
    return replace(row, samples=samples)
