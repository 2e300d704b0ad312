"""What was measured: in memory, and as JSON."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

VERSION = 1

AS_DECLARED = "as_declared"
"""The function itself, under its own policy, among the variants of it."""


class ResultsError(Exception):
    """A file that does not hold results; the text says why."""


@dataclass(frozen=True)
class Samples:
    """Seconds a call, a sample a round."""

    seconds: tuple[float, ...]

    @property
    def minimum(self) -> float:
        return min(self.seconds)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def with_more(self, other: Samples) -> Samples:
        """Both together."""
        return Samples(self.seconds + other.seconds)


@dataclass(frozen=True)
class Progress:
    """What each thread got done, 1.0 what it does alone: a thread of calls, then the others."""

    shares: tuple[float, ...]


@dataclass(frozen=True)
class Row:
    """One function at one size.

    samples: by variant; AS_DECLARED is the function itself.
    progress: by scenario, then by policy.
    waiting: the share of a call's time in which it waits for something that is no processor.
    loop: seconds that an empty loop of Python took meanwhile: how fast the machine was.
    disturbed: processors that other programs kept busy while `progress` was measured.
    """

    label: str
    size: int
    samples: Mapping[str, Samples]
    progress: Mapping[str, Mapping[str, Progress]] = field(default_factory=dict)
    waiting: float = 0.0
    loop: float = 0.0
    disturbed: float = 0.0

    @property
    def call(self) -> Samples:
        """The function as it is declared."""
        return self.samples[AS_DECLARED]

    @property
    def layer(self) -> float | None:
        """Seconds of the call layer, without the release: None where no kernel could be empty."""
        empty = self.samples.get("empty_hold")
        return None if empty is None else empty.minimum

    @property
    def kernel(self) -> float | None:
        """Seconds in the author's C."""
        layer, held = self.layer, self.samples.get("hold")
        return None if layer is None or held is None else max(0.0, held.minimum - layer)

    @property
    def release(self) -> float | None:
        """Seconds that releasing the lock and taking it back adds, where nobody wants it."""
        held, released = self.samples.get("empty_hold"), self.samples.get("empty_release")
        if held is None or released is None:
            held, released = self.samples.get("hold"), self.samples.get("release")
        if held is None or released is None:
            return None
        return max(0.0, released.minimum - held.minimum)


@dataclass(frozen=True)
class Measured:
    """One function: its rows, or why there are none (`left_out`).

    policy: what its header says. advice: the line that suits it, reason: why, otherwise: the line
    where the function is no pure computation and UNGIL_AUTO is not for it.
    """

    name: str
    policy: str
    rows: tuple[Row, ...] = ()
    left_out: str = ""
    advice: str = ""
    reason: str = ""
    otherwise: str = ""


@dataclass(frozen=True)
class Results:
    """All functions, and where that was: processor, versions, options."""

    machine: Mapping[str, str]
    functions: tuple[Measured, ...]


def document(results: Results) -> dict[str, Any]:
    """As JSON has it."""
    return {"version": VERSION, **asdict(results)}


def from_document(read: Any) -> Results:
    """The reverse of `document`. Raises ResultsError."""
    if not isinstance(read, dict) or read.get("version") != VERSION:
        raise ResultsError("it holds no results of ungil bench of this version")
    try:
        functions = tuple(_measured(each) for each in read["functions"])
        return Results(dict(read["machine"]), functions)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ResultsError(f"it is not as ungil bench writes it ({error!r})") from error


def _measured(read: dict[str, Any]) -> Measured:
    return Measured(**(read | {"rows": tuple(map(row_from, read["rows"]))}))


def row_from(read: dict[str, Any]) -> Row:
    """A row from its JSON."""
    return Row(
        **(
            read
            | {
                "samples": {k: Samples(_numbers(v["seconds"])) for k, v in read["samples"].items()},
                "progress": {
                    scenario: {p: Progress(_numbers(v["shares"])) for p, v in by_policy.items()}
                    for scenario, by_policy in read["progress"].items()
                },
            }
        )
    )


def _numbers(read: Sequence[float]) -> tuple[float, ...]:
    if not read:
        raise ValueError("no samples")
    return tuple(float(number) for number in read)
