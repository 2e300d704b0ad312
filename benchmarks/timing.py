"""Times calls and imports: contenders take turns, round by round."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import timeit
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cases import ORDER, is_right
from benchmarks.contenders import Call, Contender

# Short samples, many rounds: what disturbs one round spares another.
_SAMPLE_SECONDS = 0.005
_IMPORT_ROUNDS = 15


@dataclass(frozen=True, slots=True)
class Figure:
    """The samples of one contender in one case, in seconds a call."""

    samples: tuple[float, ...]

    @property
    def minimum(self) -> float:
        return min(self.samples)

    @property
    def median(self) -> float:
        return statistics.median(self.samples)


Results = dict[str, dict[str, Figure]]  # by case, then by contender


def merged(first: Results, second: Results) -> Results:
    """The samples of both."""
    results = {case: dict(figures) for case, figures in first.items()}
    for case, figures in second.items():
        for name, figure in figures.items():
            earlier = results.setdefault(case, {}).get(name)
            samples = (earlier.samples if earlier else ()) + figure.samples
            results[case][name] = Figure(samples)
    return results


def _timer(call: Call) -> timeit.Timer:
    setup = "\n".join(f"{name} = _names[{name!r}]" for name in call.names)
    return timeit.Timer(call.statement, setup, globals={"_names": call.names})


def _loops(timer: timeit.Timer) -> int:
    """How many calls fill a sample."""
    loops = 1
    while (seconds := timer.timeit(loops)) < _SAMPLE_SECONDS / 2:
        loops *= 2
    return max(1, round(loops * _SAMPLE_SECONDS / seconds))


def calls(contenders: Sequence[Contender], rounds: int, chosen: Sequence[str] = ORDER) -> Results:
    """The chosen cases of every contender, `rounds` times; also what the empty loop costs.

    Raises AssertionError when a contender gives a wrong result.
    """
    entries: list[tuple[str, str, timeit.Timer]] = []
    for case in (case for case in ORDER if case in chosen):
        entries.append((case, EMPTY_LOOP, timeit.Timer("pass")))
        for contender in contenders:
            if case in contender.calls:
                call = contender.calls[case]
                assert is_right(case, call), f"{contender.name}: {case} gives a wrong result"
                entries.append((case, contender.name, _timer(call)))
    loops = [_loops(timer) for _, _, timer in entries]
    samples: list[list[float]] = [[] for _ in entries]
    for _ in range(rounds):
        for index, (_, _, timer) in enumerate(entries):
            samples[index].append(timer.timeit(loops[index]) / loops[index])
    results: Results = {}
    for (case, name, _), taken in zip(entries, samples, strict=True):
        results.setdefault(case, {})[name] = Figure(tuple(taken))
    return results


EMPTY_LOOP = "(empty loop)"
IMPORT = "import"


def imports(contenders: Sequence[Contender], folder: Path, rounds: int) -> Results:
    """Seconds to import each contender's module in a new process, as -X importtime tells.

    The median of more than 15 rounds tells no more.
    """
    samples: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for _ in range(min(rounds, _IMPORT_ROUNDS)):
        for contender in contenders:
            samples[contender.name].append(_import_seconds(contender.module, folder))
    return {IMPORT: {name: Figure(tuple(taken)) for name, taken in samples.items()}}


def _import_seconds(module: str, folder: Path) -> float:
    # -S: what is installed here may load half of the library before, which a module then finds
    places = [str(folder), *(path for path in sys.path if path.endswith("site-packages"))]
    done = subprocess.run(
        [sys.executable, "-S", "-X", "importtime", "-c", f"import {module}"],
        cwd=folder,
        env={"PYTHONPATH": os.pathsep.join(places)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    match = re.search(rf"\|\s+(\d+) \| {re.escape(module)}$", done.stderr, re.MULTILINE)
    assert match, done.stderr
    return int(match[1]) * 1e-6
