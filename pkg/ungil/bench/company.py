"""The same calls alone, beside a thread of Python code, and from two threads at once."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ungil.bench.arguments import Drawn
from ungil.bench.results import Progress
from ungil.bench.timing import names, statement

ALONE, BUSY, TWO = "alone", "busy", "two"
QUIET = 0.25
"""Processors that others may use while nothing is called disturbed."""

_ROUNDS = 3
_MOST_ROUNDS = 6  # where the machine is not quiet
_BATCH = 20e-6  # seconds of calls between two looks at the flag that ends a measurement


@dataclass(frozen=True)
class _Scenario:
    callers: int = 1
    busy: bool = False


_ONLY_BUSY = ("only busy", "")
_SCENARIOS = {ALONE: _Scenario(), BUSY: _Scenario(busy=True), TWO: _Scenario(callers=2)}


def company(
    functions: Mapping[str, Callable[..., object]],
    drawn: Sequence[Drawn],
    seconds: float,
    call: float,
) -> tuple[dict[str, dict[str, Progress]], float]:
    """What threads get done, by scenario and function, each compared with itself alone.

    Also how many processors other programs used meanwhile, in the quietest rounds: only those
    count, and of them the one in the middle. Calls alone are compared with the best of the
    functions alone.

    drawn: arguments for each of two threads: they share nothing. seconds: of one measurement.
    call: what a call takes, about.
    """
    batch = max(1, round(_BATCH / call))
    jobs = [(scenario, name) for scenario in _SCENARIOS for name in functions]
    taken: dict[tuple[str, str], list[_Round]] = {job: [] for job in [_ONLY_BUSY, *jobs]}
    for number in range(_MOST_ROUNDS):
        for job, rounds in taken.items():
            if number >= _ROUNDS and _disturbed(rounds) <= QUIET:
                continue
            what = _SCENARIOS.get(job[0], _Scenario(callers=0, busy=True))
            work = [_caller(functions[job[1]], each) for each in drawn[: what.callers]]
            rounds.append(_Run(work, batch, busy=what.busy).last(seconds))
    alone = max(_middle(taken[ALONE, name])[0] for name in functions)
    busy = _middle(taken[_ONLY_BUSY])[0]
    return {
        scenario: {
            name: Progress(
                tuple(
                    rate / (alone if index < what.callers else busy)
                    for index, rate in enumerate(_middle(taken[scenario, name]))
                )
            )
            for name in functions
        }
        for scenario, what in _SCENARIOS.items()
    }, max(map(_disturbed, taken.values()))


_Round = tuple[float, tuple[float, ...]]  # processors that others used, and what was done


def _quietest(rounds: list[_Round]) -> list[_Round]:
    return sorted(rounds)[:_ROUNDS]


def _disturbed(rounds: list[_Round]) -> float:
    return _quietest(rounds)[-1][0]


def _middle(rounds: list[_Round]) -> tuple[float, ...]:
    """The round that is in the middle by what the calls got done."""
    return sorted(done for _, done in _quietest(rounds))[_ROUNDS // 2]


def _others() -> float:
    """Seconds that the processors have worked for others than this process, by /proc/stat."""
    try:
        fields = Path("/proc/stat").read_text(encoding="utf-8").split("\n", 1)[0].split()[1:]
    except OSError:
        return 0.0  # no such thing here: nothing can be told
    user, nice, system, _, _, irq, softirq, steal = (int(field) for field in fields[:8])
    own = os.times()
    ticks = os.sysconf("SC_CLK_TCK")
    return (user + nice + system + irq + softirq + steal) / ticks - own.user - own.system


_Caller = Callable[["_Run", range], int]


def _caller(function: Callable[..., object], drawn: Drawn) -> _Caller:
    """A loop of calls that knows its arguments as `timeit` does, in local variables."""
    bound = names(function, drawn)
    lines = [
        "def caller(run, batch, " + ", ".join(f"{name}={name}" for name in bound) + "):",
        "    done = 0",
        "    while not run.over:",
        "        for _ in batch:",
        f"            {statement(drawn)}",
        "        done += len(batch)",
        "    return done",
    ]
    exec("\n".join(lines), bound)
    caller: _Caller = bound["caller"]  # type: ignore[assignment]
    return caller


class _Run:
    """The threads of one measurement."""

    def __init__(self, callers: Sequence[_Caller], batch: int, *, busy: bool) -> None:
        self.over = False
        work = [(caller, range(batch)) for caller in callers]
        if busy:
            work.append((_busy, range(100)))
        self._rates = [0.0] * len(work)
        self._begin = threading.Barrier(len(work) + 1)
        self._threads = [
            threading.Thread(target=self._do, args=(index, *each), daemon=True)
            for index, each in enumerate(work)
        ]

    def _do(self, index: int, caller: _Caller, batch: range) -> None:
        self._begin.wait()
        start = time.perf_counter()
        done = caller(self, batch)
        self._rates[index] = done / (time.perf_counter() - start)

    def last(self, seconds: float) -> _Round:
        """Lets them run: what other programs used meanwhile, what each thread did a second."""
        for thread in self._threads:
            thread.start()
        self._begin.wait()
        before, start = _others(), time.perf_counter()
        time.sleep(seconds)
        self.over = True
        for thread in self._threads:
            thread.join()
        disturbed = (_others() - before) / (time.perf_counter() - start)
        return max(0.0, disturbed), tuple(self._rates)


def _busy(run: _Run, batch: range) -> int:
    """Python code that never gives the lock away by itself."""
    done = 0
    while not run.over:
        for _ in batch:
            done += 1
    return done
