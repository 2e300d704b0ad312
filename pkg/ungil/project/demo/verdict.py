"""What each figure means, in one line; also when it is not the one hoped for."""

from __future__ import annotations

from ungil.project.demo.measure import Calls, Figures

# Of what is possible: above the one it is reached, below the other something is in the way.
_REACHED = 0.85
_MISSED = 0.6


def threads(figures: Figures) -> str:
    """Released against held, on as many threads as there are cores."""
    measured = figures.threads
    released = measured.speedup(measured.released)
    held = measured.speedup(measured.held)
    if not figures.lock:
        return (
            f"This Python has no lock to release: {measured.count} threads did the work"
            f" {released:.1f} times as fast as one, held or not."
        )
    if measured.cores == 1:
        return (
            "There is one core here, which threads can only share:"
            f" released {released:.2f} times as fast as one thread, held {held:.2f}."
            " On more cores the first figure grows with them."
        )
    share = released / measured.count
    if share >= _REACHED:
        return (
            f"Released, {measured.count} threads did {released:.1f} times the work of one in the"
            f" same time; held, {held:.1f} times: one of them runs, the others wait."
        )
    kept_from = (
        "" if share >= _MISSED else f", far from the {measured.count} that the cores promise"
    )
    return (
        f"Released, {measured.count} threads did {released:.1f} times the work of one in the same"
        f" time{kept_from}; held, {held:.1f}. {_reason(figures)}"
    )


def _reason(figures: Figures) -> str:
    measured = figures.threads
    if measured.given < _REACHED * measured.count:
        return f"The system gave them {measured.given:.1f} cores' time: other programs were busy."
    return "The cores may be two halves of one, or shared with other machines."


def ticks(figures: Figures) -> str:
    """How a Python thread fares beside a kernel."""
    released, held = figures.ticks_released, figures.ticks_held
    if not figures.lock:
        return "This Python has no lock: other threads tick on beside either."
    if released.per_second > 4 * max(held.per_second, 1.0):
        return (
            f"Released, the longest silence was {released.longest_gap * 1e3:.0f} ms; held, the"
            f" thread stood still for {held.longest_gap * 1e3:.0f} ms, as long as the kernel ran."
        )
    return (
        "No clear difference this time: the machine gave the ticking thread little of a core"
        f" even beside the released kernel. {_reason(figures)}"
    )


def calls(measured: Calls) -> str:
    """Many small calls against one call on arrays."""
    each = measured.one_by_one / measured.elements * 1e9
    if measured.ratio > 1.5:
        return (
            f"Nearly all of the {each:.0f} ns a pair is Python's loop and the way into C and"
            f" back: one call on arrays takes that way once, and is {measured.ratio:.0f} times as"
            " fast."
        )
    return (
        f"One call on arrays should be far faster than a loop at {each:.0f} ns a pair, and was"
        " not: something disturbed the measurement."
    )
