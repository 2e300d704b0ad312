"""The bench's figures as a picture. matplotlib is an optional extra, imported only here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ungil.bench.company import ALONE, BUSY, TWO
from ungil.bench.results import Measured, Results, Row
from ungil.bench.variants import POLICIES
from ungil.project import picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLOURS = {"hold": "#c8553d", "release": "#2a7f62", "auto": "#3d5a80"}
_LAYER, _KERNEL, _RELEASE = "#8d99ae", "#2b2d42", "#d9ae61"


def save(results: Results, path: Path) -> None:
    """A row a function: what a call is made of, and what the threads get done under each policy."""
    from matplotlib.figure import Figure

    drawn = [each for each in results.functions if each.rows]
    figure = Figure(figsize=(11, 1.0 + 2.4 * max(1, len(drawn))), layout="constrained")
    axes = figure.subplots(max(1, len(drawn)), 2, squeeze=False)
    for (times, progress), measured in zip(axes, drawn, strict=False):
        _draw_times(times, measured)
        _draw_progress(progress, measured)
    figure.suptitle(f"ungil bench: {results.machine.get('processor', '')}")
    picture.save(figure, path)


def _draw_times(axes: Axes, measured: Measured) -> None:
    """A bar a size, of call layer, C and release, on a logarithmic scale."""
    labels = [row.label or measured.name for row in measured.rows]
    for offset, (name, colour) in enumerate(
        {"call layer": _LAYER, "C": _KERNEL, "release": _RELEASE}.items()
    ):
        values = [_part(row, name) * 1e6 for row in measured.rows]
        places = [index + 0.27 * (offset - 1) for index in range(len(labels))]
        axes.bar(places, values, width=0.25, label=name, color=colour)
    axes.set_xticks(range(len(labels)), labels)
    axes.set_yscale("log")
    axes.set_ylabel("µs a call")
    axes.set_title(f"{measured.name}: {measured.policy}", fontsize="medium")
    axes.legend(fontsize="small")


def _part(row: Row, name: str) -> float:
    part = {"call layer": row.layer, "C": row.kernel, "release": row.release}[name]
    return part or 0.0


def _draw_progress(axes: Axes, measured: Measured) -> None:
    """What all threads get done together, at the size that takes longest."""
    row = measured.rows[-1]
    if not row.progress:
        axes.set_axis_off()
        return
    scenarios = {ALONE: "alone", BUSY: "beside a busy\nthread", TWO: "two threads"}
    for offset, policy in enumerate(POLICIES):
        shares = [row.progress[scenario][policy].shares for scenario in scenarios]
        places = [index + 0.27 * (offset - 1) for index in range(len(scenarios))]
        own = [each[0] for each in shares]
        other = [sum(each[1:]) for each in shares]
        axes.bar(places, own, width=0.25, color=_COLOURS[policy], label=policy)
        axes.bar(places, other, width=0.25, bottom=own, color=_COLOURS[policy], alpha=0.4)
    axes.set_xticks(range(len(scenarios)), [*scenarios.values()])
    axes.set_ylabel("progress, 1 = a thread alone")
    axes.set_title(
        f"{row.label or measured.name}: the caller, and the other thread", fontsize="medium"
    )
    axes.legend(fontsize="small")
