"""Times calls: all contenders in turns, so that what disturbs one meets the others too."""

from __future__ import annotations

import time
import timeit
from collections.abc import Callable, Mapping

from ungil.bench.arguments import Drawn
from ungil.bench.results import Samples

ROUNDS = 61
LOOP = "loop"
"""The contender that is an empty loop."""

_TRIES = 3
_LONG = 1e-3  # seconds: shorter calls are not looked at for waiting


def statement(drawn: Drawn) -> str:
    """A call of `f` whose arguments are the names that `names` binds."""
    words = [f"a{i}" for i in range(len(drawn.positional))]
    words += [f"{name}=n{i}" for i, name in enumerate(drawn.named)]
    return f"f({', '.join(words)})"


def names(function: Callable[..., object], drawn: Drawn) -> dict[str, object]:
    """What the names in `statement` stand for."""
    bound: dict[str, object] = {"f": function}
    bound |= {f"a{i}": value for i, value in enumerate(drawn.positional)}
    bound |= {f"n{i}": value for i, value in enumerate(drawn.named.values())}
    return bound


def seconds(function: Callable[..., object], drawn: Drawn) -> float:
    """What one call takes."""
    start = time.perf_counter()
    function(*drawn.positional, **drawn.named)
    return time.perf_counter() - start


def waiting(function: Callable[..., object], drawn: Drawn) -> float:
    """The share of a call's time in which it waits: for a clock, a file, another thread.

    A thread that other programs keep from running has not given its processor away by itself.
    """
    shares = []
    for _ in range(_TRIES):
        start, processor, given_away = time.perf_counter(), time.thread_time(), _given_away()
        function(*drawn.positional, **drawn.named)
        taken, used = time.perf_counter() - start, time.thread_time() - processor
        stayed = given_away is not None and given_away == _given_away()
        if taken < _LONG or stayed:
            return 0.0
        shares.append(1 - used / taken)
    return min(shares)


def _given_away() -> int | None:
    """How often this thread gave its processor away; None where the system does not tell."""
    try:
        import resource

        return resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw
    except (ImportError, AttributeError):
        return None


def calls(
    functions: Mapping[str, Callable[..., object]], drawn: Drawn, seconds: float
) -> dict[str, Samples]:
    """Seconds a call, for each function: `seconds` are about what all of it takes.

    The loop's own time is measured too (LOOP), and taken off.
    """
    call = statement(drawn)
    timers = {
        name: timeit.Timer(
            call,
            "; ".join(f"{n} = _{n}" for n in names(function, drawn)),
            globals={f"_{n}": value for n, value in names(function, drawn).items()},
        )
        for name, function in functions.items()
    }
    timers[LOOP] = timeit.Timer("pass")
    sample = seconds / (ROUNDS * len(timers))
    loops = {name: _loops(timer, sample) for name, timer in timers.items()}
    taken: dict[str, list[float]] = {name: [] for name in timers}
    end = time.perf_counter() + 2 * seconds
    for _ in range(ROUNDS):
        for name, timer in timers.items():
            taken[name].append(timer.timeit(loops[name]) / loops[name])
        if time.perf_counter() > end and len(taken[LOOP]) >= 3:
            break
    loop = min(taken[LOOP])
    for name in functions:
        taken[name] = [max(0.0, each - loop) for each in taken[name]]
    return {name: Samples(tuple(samples)) for name, samples in taken.items()}


def _loops(timer: timeit.Timer, sample: float) -> int:
    """How many calls fill a sample."""
    loops = 1
    while True:
        taken = timer.timeit(loops)
        if taken >= sample / 4 or loops > 1 << 24:
            return max(1, round(loops * sample / max(taken, 1e-9)))
        loops *= 4
