"""The demo's figures as a picture. matplotlib is an optional extra, imported only here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ungil.project import picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ungil.project.demo.measure import Figures

_RELEASED = "#2a7f62"
_HELD = "#c8553d"
_ALONE = "#8d99ae"


def save(figures: Figures, path: Path) -> None:
    """Draws the three comparisons side by side into a file that appears whole or not at all."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(11, 4.2), layout="constrained")
    threads, ticks, calls = figure.subplots(1, 3)
    _draw_threads(threads, figures)
    _draw_ticks(ticks, figures)
    _draw_calls(calls, figures)
    figure.suptitle("ungil demo: measured on this machine")
    picture.save(figure, path)


def _draw_threads(axes: Axes, figures: Figures) -> None:
    measured = figures.threads
    bars = axes.bar(
        ["one thread", f"{measured.count} threads,\nheld", f"{measured.count} threads,\nreleased"],
        [1.0, measured.speedup(measured.held), measured.speedup(measured.released)],
        color=[_ALONE, _HELD, _RELEASED],
    )
    axes.bar_label(bars, fmt="%.2f", label_type="center", color="white")
    axes.axhline(measured.cores, color="black", linewidth=0.8, linestyle="--")
    axes.annotate(
        f"{measured.cores} cores", (-0.4, measured.cores), (0, 3), textcoords="offset points"
    )
    axes.set_ylim(0, 1.2 * max(measured.cores, measured.speedup(measured.released)))
    axes.set_title("compute_pi: work done in the same time")
    axes.set_ylabel("times one thread's")


def _draw_ticks(axes: Axes, figures: Figures) -> None:
    bars = axes.bar(
        ["held", "released"],
        [figures.ticks_held.per_second, figures.ticks_released.per_second],
        color=[_HELD, _RELEASED],
    )
    axes.bar_label(bars, fmt="%.0f", padding=2)
    axes.margins(y=0.15)
    axes.set_title("a Python thread beside a kernel")
    axes.set_ylabel("ticks a second")


def _draw_calls(axes: Axes, figures: Figures) -> None:
    measured = figures.calls
    bars = axes.bar(
        [f"{measured.elements:,} add()\ncalls", "one add_arrays()\ncall"],
        [measured.one_by_one * 1e6, measured.arrays * 1e6],
        color=[_ALONE, _RELEASED],
    )
    axes.bar_label(bars, fmt="%.2f", padding=2)
    axes.set_yscale("log")
    axes.margins(y=0.15)
    axes.set_title(f"adding {measured.elements:,} pairs")
    axes.set_ylabel("microseconds (logarithmic)")
