"""The results as a picture: a panel a case, a bar a contender."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.cases import ORDER
from benchmarks.contenders import Contender
from benchmarks.timing import IMPORT, Results
from benchmarks.workshop import MissingError

_UNGIL, _FLOOR, _RIVAL = "#2a78b5", "#8a8a8a", "#c9c9c9"


def write(file: Path, contenders: Sequence[Contender], results: Results) -> None:
    """Draws the minima on logarithmic axes, the same in all panels; the suffix says the format.

    Raises MissingError where matplotlib is not installed.
    """
    try:
        import matplotlib.figure
    except ImportError as error:
        raise MissingError("a picture needs matplotlib: pip install matplotlib") from error
    panels = [case for case in (*ORDER, IMPORT) if case in results]
    rows = -(-len(panels) // 2)
    figure = matplotlib.figure.Figure((11, 2.6 * rows), layout="constrained")
    for place, case in enumerate(panels, 1):
        axes = figure.add_subplot(rows, 2, place)
        unit = 1e6 if case == IMPORT else 1e9
        minima = {
            contender.name: results[case][contender.name].minimum * unit
            for contender in contenders
            if contender.name in results[case]
        }
        ordered = sorted(minima, key=minima.__getitem__, reverse=True)
        bars = axes.barh(
            ordered, [minima[name] for name in ordered], color=[_colour(name) for name in ordered]
        )
        axes.bar_label(bars, fmt="{:,.0f}", padding=2, fontsize=7)
        axes.set_xscale("log")
        axes.set_xlim(*((10, 1e6) if case == IMPORT else (1, 2e4)))
        axes.set_title(f"{case}, {'µs' if case == IMPORT else 'ns'}", fontsize=9, loc="left")
        axes.tick_params(labelsize=7)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(file, dpi=120)


def _colour(name: str) -> str:
    if name.startswith("ungil"):
        return _UNGIL
    return _FLOOR if name == "floor" else _RIVAL
