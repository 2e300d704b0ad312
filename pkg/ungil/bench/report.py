"""Results as text, no wider than 80 columns."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

from ungil.bench.company import ALONE, BUSY, QUIET, TWO
from ungil.bench.comparison import Change
from ungil.bench.results import Measured, Row
from ungil.bench.variants import POLICIES

WIDTH = 80

_TIMES = "{:<24}{:>9}{:>9} {:>11}{:>9}{:>9}"
_SHARES = "{:<24}{:<8}{:>9}{:>15}{:>15}"


def heading(machine: dict[str, str]) -> str:
    """The machine and the versions."""
    order = ("processor", "cores", "python", "numpy", "compiler", "flags", "ungil", "system")
    words = {"cores": "{} cores", "numpy": "NumPy {}", "ungil": "ungil {}"}
    parts = [words.get(key, "{}").format(machine[key]) for key in order if key in machine]
    return _wrapped("; ".join(parts))


def function(measured: Measured) -> str:
    """Its figures, then the advice."""
    lines = ["", f"{measured.name}: {measured.policy}"]
    if measured.left_out:
        return "\n".join([lines[0], _wrapped(f"{measured.name}: not timed: {measured.left_out}")])
    lines.append(_TIMES.format("  a call", "minimum", "median", "call layer", "C", "release"))
    lines += (_times(row) for row in measured.rows)
    if all(row.progress for row in measured.rows):
        lines.append(_SHARES.format("  progress", "", ALONE, "beside busy", "two threads"))
        lines += (line for row in measured.rows for line in _shares(row))
    disturbed = max(row.disturbed for row in measured.rows)
    if disturbed > QUIET:
        text = f"other programs used {disturbed:.1f} processors meanwhile: progress is uncertain"
        lines.append(_wrapped(text, "  "))
    if measured.advice:
        verb = "keep" if measured.advice == measured.policy else "use"
        text = f"{verb} {measured.advice}: {measured.reason}"
        if measured.otherwise:
            text += f" (if it ever waits for another thread: {measured.otherwise})"
        lines.append(_wrapped(text, "  "))
    return "\n".join(lines)


def _times(row: Row) -> str:
    call = row.call
    times = (call.minimum, call.median, row.layer, row.kernel, row.release)
    return _TIMES.format("  " + _short(row.label), *map(time_text, times))


def _shares(row: Row) -> Iterator[str]:
    for policy in POLICIES:
        cells = [
            " + ".join(f"{share:.0%}" for share in row.progress[scenario][policy].shares)
            for scenario in (ALONE, BUSY, TWO)
        ]
        label = "  " + _short(row.label) if policy == POLICIES[0] else ""
        yield _SHARES.format(label, policy, *cells)


def _short(label: str) -> str:
    label = re.sub(r",000,000\b", "M", label)
    return label if len(label) <= 21 else label[:20] + "…"


def time_text(seconds: float | None) -> str:
    """Three digits and a unit; `-` for None."""
    if seconds is None:
        return "-"
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            number = seconds / size
            return f"{number:.{2 - min(2, len(str(int(number))) - 1)}f} {unit}"
    return f"{seconds * 1e9:.1f} ns" if seconds < 1e-7 else f"{seconds * 1e9:.0f} ns"


def changes(found: Sequence[Change]) -> str:
    """What is slower and what is faster than before."""
    lines = [""]
    for each in found:
        if each.is_slower or each.is_faster:
            word = "slower" if each.is_slower else "faster"
            name = f"{each.function} ({each.label})" if each.label else each.function
            times = f"{time_text(each.before)} -> {time_text(each.now)}"
            by = f"{each.ratio:.2f} times; {each.allowed:.2f} may be noise"
            lines.append(_wrapped(f"{word}: {name}: {times} ({by})"))
    slower = sum(each.is_slower for each in found)
    lines.append(f"{len(found)} compared: {slower or 'none'} slower than before")
    return "\n".join(lines)


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=indent, subsequent_indent="  " + indent, break_on_hyphens=False
    )
