"""Measurements of policies as Markdown tables and as JSON."""

from __future__ import annotations

import json
import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

from benchmarks.report import machine

POLICIES = ("hold", "release", "auto")


class Measurement(TypedDict):
    """One scenario, once.

    kernels: seconds of kernel work that each kernel thread did a second.
    busy: rounds a second of the busy thread's loop; stall: its longest pause, in seconds.
    late: how much later than asked the sleeper woke, in seconds (the median).
    """

    scenario: str
    duration: str
    policy: str
    kernels: list[float]
    busy: float | None
    stall: float | None
    late: float | None


def _cells(
    measurements: Sequence[Measurement], scenario: str, policy: str, duration: str
) -> list[Measurement]:
    wanted = (scenario, policy, duration)
    return [m for m in measurements if (m["scenario"], m["policy"], m["duration"]) == wanted]


def throughput(cell: Iterable[Measurement]) -> float:
    """Kernel work done a second, of all threads; the median of the rounds."""
    return statistics.median(sum(measurement["kernels"]) for measurement in cell)


def progress(cell: Iterable[Measurement], busy_alone: float) -> float:
    """The geometric mean of the progress of all threads, each 1 where it runs alone."""
    means = []
    for measurement in cell:
        shares = list(measurement["kernels"])
        if measurement["busy"] is not None:
            shares.append(measurement["busy"] / busy_alone)
        means.append(math.prod(max(share, 0.0) for share in shares) ** (1 / len(shares)))
    return statistics.median(means)


def markdown(version: str, measurements: Sequence[Measurement]) -> str:
    """A row a scenario and policy: the kernels' throughput (the better fixed policy's is 1), then
    the geometric mean of all threads' progress; for sleepers the delay."""
    where = machine()
    durations = list(dict.fromkeys(m["duration"] for m in measurements if m["duration"] != "0"))
    scenarios = [s for s in dict.fromkeys(m["scenario"] for m in measurements) if s != "only busy"]
    rates = [m["busy"] for m in measurements if m["busy"]]
    busy_alone = max(rates, default=math.nan)  # what disturbs it makes it slower
    labels = " | ".join(d if d == "mixed" else _duration(float(d)) for d in durations)
    lines = [
        f"{where['processor']}, {where['cores']} cores; CPython {version}.",
        "Kernel throughput, 1.00 the better of hold and release / geometric mean of the progress of"
        " all threads, each 1 when alone; with a sleeper its delay in µs instead.",
        "",
        f"| scenario | policy | {labels} |",
        "|---|---|" + "---|" * len(durations),
    ]
    names = dict.fromkeys(scenarios, "")
    for m in measurements:
        crowded = len(m["kernels"]) > int(where["cores"])
        names[m["scenario"]] = m["scenario"] + (" (oversubscribed)" if crowded else "")
    for scenario in scenarios:
        for policy in POLICIES:
            cells = [
                _cell(measurements, scenario, policy, duration, busy_alone)
                for duration in durations
            ]
            lines.append(f"| {names[scenario]} | {policy} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def _duration(microseconds: float) -> str:
    if microseconds < 1:
        return f"{microseconds * 1000:g} ns"
    return f"{microseconds / 1000:g} ms" if microseconds >= 1000 else f"{microseconds:g} µs"


def _cell(
    measurements: Sequence[Measurement],
    scenario: str,
    policy: str,
    duration: str,
    busy_alone: float,
) -> str:
    cell = _cells(measurements, scenario, policy, duration)
    fixed = [_cells(measurements, scenario, other, duration) for other in ("hold", "release")]
    if not cell or not all(fixed):
        return "-"
    share = throughput(cell) / max(map(throughput, fixed))
    late = [m["late"] for m in cell if m["late"] is not None]
    if late:
        return f"{share:.2f} / {statistics.median(late) * 1e6:.0f}"
    return f"{share:.2f} / {progress(cell, busy_alone):.2f}"


def as_json(request: Mapping[str, Any], results: Mapping[str, Sequence[Measurement]]) -> str:
    """The machine, what was asked for, and every measurement by the interpreter's version."""
    return json.dumps({"machine": machine(), "request": request, "measurements": results}, indent=1)
