"""The policy that suits a function, by what was measured, and why in a few words."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ungil.bench.company import BUSY, TWO
from ungil.bench.results import Progress, Row
from ungil.interface import Function, Lock
from ungil.signature import is_count

_LEVEL = 0.08  # policies that differ by less are taken for equally good
_WAITING = 0.5  # the share of a call from which on it is said to wait
_UNCERTAIN = 0.5  # processors that others use: then two threads have not two for themselves
_NO_STARVING = 2e-3  # seconds: longer calls get on beside a busy thread, released or held
_CHEAP = 20  # a release costs little where the kernel takes so many times as long
_WORDS = {"hold": "UNGIL_HOLD", "release": "UNGIL_RELEASE", "auto": "UNGIL_AUTO"}


def policy_words(function: Function) -> str:
    """A function's policy as its header may say it."""
    policy = function.policy
    if policy.lock is Lock.RELEASE_ABOVE:
        assert policy.work is not None
        assert policy.threshold is not None
        return f"UNGIL_RELEASE_ABOVE({policy.work.text}, {policy.threshold.text})"
    return _WORDS[policy.lock.value]


@dataclass(frozen=True)
class Advice:
    """A line for the header, and why.

    otherwise: the line for a function that is no pure computation, where `line` is UNGIL_AUTO.
    """

    line: str
    reason: str
    otherwise: str = ""


def advise(function: Function, rows: Sequence[Row], held_only: bool) -> Advice:
    """By what threads got done; where that could not be measured well, by the time of a call."""
    if held_only:
        return Advice("UNGIL_HOLD", "it may use Python's API")
    longest = max(rows, key=lambda row: row.samples["hold"].minimum)
    if longest.waiting > _WAITING:
        reason = f"it waits for {longest.waiting:.0%} of its time, and needs no processor for that"
        return Advice("UNGIL_RELEASE", reason)
    if any(not row.progress or row.disturbed > _UNCERTAIN for row in rows):
        return _by_duration(function, rows)
    choices = _choices(function, rows)
    now = policy_words(function)
    scores = {words: _score(rows, choice) for words, choice in choices.items()}
    chosen = _best(scores, now)
    otherwise = ""
    if chosen == _WORDS["auto"]:
        del scores[chosen]
        otherwise = _best(scores, now)
    return Advice(chosen, _reason(longest, choices[chosen](longest)), otherwise)


def _by_duration(function: Function, rows: Sequence[Row]) -> Advice:
    """What docs/lock-policy.md found for calls of this length."""
    shortest, longest = (f(_kernel(row) for row in rows) for f in (min, max))
    release = max(row.release or 0.0 for row in rows)
    if longest < release * _CHEAP:
        return Advice(_WORDS["hold"], f"C takes {seconds(longest)}, a release {seconds(release)}")
    if shortest > _NO_STARVING:
        return Advice(_WORDS["release"], f"C takes {seconds(shortest)}, and more")
    threshold = _threshold(function, rows)
    above = f"UNGIL_RELEASE_ABOVE({threshold[0]}, {threshold[1]})" if threshold else ""
    reason = f"C takes {seconds(shortest)}"
    if len(rows) > 1:
        reason += f" to {seconds(longest)}"
    return Advice(_WORDS["auto"], reason, above or _WORDS["release"])


def _kernel(row: Row) -> float:
    return row.samples["hold"].minimum if row.kernel is None else row.kernel


_Choice = Callable[[Row], str]  # of a policy, for a row


def _choices(function: Function, rows: Sequence[Row]) -> dict[str, _Choice]:
    """Each line that a header could say, first what keeps other threads waiting least."""
    choices: dict[str, _Choice] = {_WORDS["release"]: lambda row: "release"}
    threshold = _threshold(function, rows)
    if threshold is not None:
        name, limit = threshold
        text = f"UNGIL_RELEASE_ABOVE({name}, {limit})"
        choices[text] = lambda row: "release" if row.size > limit else "hold"
    choices[_WORDS["hold"]] = lambda row: "hold"
    choices[_WORDS["auto"]] = lambda row: "auto"
    return choices


def _best(scores: Mapping[str, float], now: str) -> str:
    """What is there already where that is as good as any, else the first that is."""
    best = max(scores.values())
    good = [words for words, score in scores.items() if score > best * (1 - _LEVEL)]
    return now if now in good else good[0]


def _score(rows: Sequence[Row], choice: _Choice) -> float:
    """The geometric mean of what all threads get done, over all sizes and scenarios."""
    means = [_mean(by_policy[choice(row)]) for row in rows for by_policy in row.progress.values()]
    return math.prod(means) ** (1 / len(means))


def _mean(progress: Progress) -> float:
    return math.prod(max(s, 1e-3) for s in progress.shares) ** (1 / len(progress.shares))


def _threshold(function: Function, rows: Sequence[Row]) -> tuple[str, int] | None:
    """The count, and the power of two, above which the kernel is long beside a release."""
    counts = [p.name for p in function.parameters if is_count(function, p)]
    if len(counts) != 1 or any(row.kernel is None or row.release is None for row in rows):
        return None
    for short, long in pairwise(rows):
        limits = (short.release or 0.0) * _CHEAP
        before, after = max(short.kernel or 0.0, 1e-10), max(long.kernel or 0.0, 1e-10)
        if before < limits < after:
            slope = math.log(long.size / short.size) / math.log(after / before)
            size = short.size * (limits / before) ** slope
            return counts[0], int(2 ** round(math.log2(size)))
    return None


def _reason(row: Row, policy: str) -> str:
    """Why, by the figures of the size that takes longest."""
    if policy == "hold":
        return f"C takes {seconds(_kernel(row))}, a release {seconds(row.release or 0.0)}"
    two, held = (sum(row.progress[TWO][each].shares) for each in (policy, "hold"))
    gain = f"two threads get {two:.1f} times the work of one done, held {held:.1f}"
    if policy == "release":
        return gain
    own, released = (row.progress[BUSY][each].shares[0] for each in ("auto", "release"))
    return f"{gain}; beside a busy one {own:.0%} of a thread's work, released {released:.0%}"


def seconds(value: float) -> str:
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= size:
            return f"{value / size:.3g} {unit}"
    return f"{value * 1e9:.0f} ns"
