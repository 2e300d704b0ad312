"""Whether ungil keeps within its bars: ratios to the hand-written extension, in one run.

Noise only ever adds to a time, so minima are compared. A case above its bar is timed again, and
judged by the minima of all its rounds; it fails where it stays above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import cases, timing
from benchmarks.contenders import Contender

# What each case may cost, as a multiple of the floor.
BARS = {
    cases.ADD: 1.10,
    cases.ADD_KEYWORDS: 1.10,
    cases.MULTIPLY: 1.10,
    cases.ADD_NUMPY: 1.15,
    cases.ADD_NUMPY_RELEASED: 1.15,
    cases.ADD_ARRAY: 1.15,
    cases.ADD_ARRAY_RELEASED: 1.15,
    timing.IMPORT: 1.2,
}

_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one case costs, in seconds, and what it may."""

    case: str
    ungil: float
    floor: float
    bar: float

    @property
    def ratio(self) -> float:
        return self.ungil / self.floor

    @property
    def passed(self) -> bool:
        return self.ratio <= self.bar


def judge(contenders: Sequence[Contender], folder: Path, rounds: int) -> list[Verdict]:
    """Times `ungil` and `floor`, which must be among the contenders."""
    pair = [contender for contender in contenders if contender.name in ("ungil", "floor")]
    results: timing.Results = {}
    verdicts: dict[str, Verdict] = {}
    open_cases = list(BARS)
    for _ in range(_ATTEMPTS):
        results = timing.merged(results, timing.calls(pair, rounds, open_cases))
        if timing.IMPORT in open_cases:
            results = timing.merged(results, timing.imports(pair, folder, rounds))
        for case, bar in BARS.items():
            if case in results:
                figures = results[case]
                ungil, floor = figures["ungil"].minimum, figures["floor"].minimum
                verdicts[case] = Verdict(case, ungil, floor, bar)
        open_cases = [case for case, verdict in verdicts.items() if not verdict.passed]
        if not open_cases:
            break
    return list(verdicts.values())


def markdown(verdicts: Sequence[Verdict]) -> str:
    """A row a case."""
    lines = ["| | ungil, ns | floor, ns | ratio | may be | |", "|---|---:|---:|---:|---:|---|"]
    lines += [
        f"| {verdict.case} | {verdict.ungil * 1e9:,.1f} | {verdict.floor * 1e9:,.1f} |"
        f" {verdict.ratio:.2f} | {verdict.bar:.2f} | {'passed' if verdict.passed else 'FAILED'} |"
        for verdict in verdicts
    ]
    return "\n".join(lines)
