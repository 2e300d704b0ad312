"""Measures one function, in a process of its own: `python -m ungil.bench.worker RESULTS < JOB`.

The job comes pickled from `ungil.bench.runner`, the results go to a file: what the author's C
prints stands in nobody's way.
"""

from __future__ import annotations

import importlib.util
import json
import pickle
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from ungil.bench import company, timing, variants
from ungil.bench.arguments import Arguments, CannotDrawError, Drawn, Given
from ungil.bench.build import MODULE
from ungil.bench.results import AS_DECLARED, Progress, Row, Samples
from ungil.interface import Array, Bytes, Function, Interface, Lock

SIZES = (16, 1_000, 1_000_000)
_SHORTEST = 0.02  # seconds of a measurement beside others: some switch intervals
_NOTHING = 20e-9  # seconds: that two calls of the same work may differ


@dataclass(frozen=True)
class Job:
    """What one process measures.

    interface: the project's own. module: the folder that holds the module of its variants.
    root: the project's folder. company: whether other threads are measured too.
    held_only: whether no variant may release the lock: the C may use Python's API.
    seconds: about what a size takes; longest_call: what a call may.
    """

    interface: Interface
    function: Function
    module: Path
    root: Path
    given: Mapping[str, Given]
    seconds: float
    longest_call: float
    company: bool
    held_only: bool


class NotMeasuredError(Exception):
    """The function cannot be measured; the text says why."""


def measure(job: Job) -> list[Row]:
    """Every size at which the function can be called. Raises NotMeasuredError."""
    module = _load(job.module)
    arguments = Arguments(job.interface, module, job.given, job.root, _numpy())
    given = job.given.get(job.function.name, Given())
    rows: list[Row] = []
    labels: set[str] = set()
    call, before = 0.0, 0
    for size in given.sizes or SIZES:
        if before and call * size / before > job.longest_call:
            break
        try:
            drawn = [arguments.draw(job.function, size, seed) for seed in range(2)]
        except CannotDrawError as error:
            raise NotMeasuredError(f"{error}; {_hint(job.function)}") from error
        one, two = drawn
        if one is None or two is None or one.label in labels:
            continue
        row = _row(job, module, (one, two), size, rows)
        if row is None:
            break
        rows.append(row)
        labels.add(one.label)
        call, before = row.call.minimum, size
    if not rows:
        raise NotMeasuredError("no arguments meet its conditions")
    return rows


def _hint(function: Function) -> str:
    return f"give arguments in [tool.ungil.bench.{function.python_name}]"


def _row(
    job: Job, module: ModuleType, drawn: tuple[Drawn, Drawn], size: int, rows: list[Row]
) -> Row | None:
    """One size; None where the function cannot be called with it, or need not."""
    functions = _variants(job, module)
    try:
        if timing.seconds(functions[AS_DECLARED], drawn[0]) > 2 * job.longest_call and rows:
            return None
        _call_each(functions, drawn, module.ungil_bench_record)
        waiting = timing.waiting(functions["hold"], drawn[0])
    except Exception as error:
        if rows:
            return None
        text = f"it says {type(error).__name__}: {error}"
        raise NotMeasuredError(f"{text}; {_hint(job.function)}") from error
    samples = timing.calls(functions, drawn[0], job.seconds / 3)
    loop = samples.pop(timing.LOOP)
    if rows and "=" in drawn[0].label and not _depends_on_size(job, samples, rows[-1]):
        return None
    together = {name: functions[name] for name in variants.POLICIES if name in functions}
    progress: dict[str, dict[str, Progress]] = {}
    disturbed = 0.0
    if job.company and not job.held_only:
        call = max(1e-9, samples["hold"].minimum)
        duration = max(job.seconds / 45, _SHORTEST, 2 * call)
        progress, disturbed = company.company(together, drawn, duration, call)
    return Row(
        label=drawn[0].label,
        size=size,
        samples=samples,
        progress=progress,
        waiting=waiting,
        loop=loop.minimum,
        disturbed=disturbed,
    )


def _call_each(
    functions: Mapping[str, Callable[..., object]],
    drawn: Sequence[Drawn],
    record: Callable[[int], object],
) -> None:
    """Calls every variant, the empty kernels too: first to learn what they are to give."""
    record(1)
    for each in reversed(drawn):  # the first is what is timed
        for name, function in functions.items():
            if name != "empty_release":  # the same C as the other, but without the lock
                function(*each.positional, **each.named)
    record(0)
    for name in variants.EMPTY:
        if name in functions:
            functions[name](*drawn[0].positional, **drawn[0].named)


def _depends_on_size(job: Job, samples: Mapping[str, Samples], before: Row) -> bool:
    """Of functions without arrays it is only supposed: a larger number may be no more work."""
    if any(isinstance(p.form, Array | Bytes) for p in job.function.parameters):
        return True
    more = samples["hold"].minimum - before.samples["hold"].minimum
    return more > 0.2 * before.samples["hold"].minimum and more > _NOTHING


def _variants(job: Job, module: ModuleType) -> dict[str, Any]:
    """The function itself and those of its variants that may be called."""
    found = {AS_DECLARED: getattr(module, job.function.python_name)}
    for variant in (*variants.POLICIES, *variants.EMPTY):
        function = getattr(module, variants.name_of(job.function, variant), None)
        if function is not None and (not job.held_only or variant in ("hold", *variants.EMPTY)):
            found[variant] = function
    return found


def _load(folder: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(MODULE, folder / f"{MODULE}.so")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[MODULE] = module
    spec.loader.exec_module(module)
    return module


def _numpy() -> Any:
    try:
        import numpy
    except ImportError:
        return None
    return numpy


def may_need_python(function: Function, needs_python: bool) -> bool:
    """Whether it must be called with the lock held."""
    return needs_python and function.policy.lock is Lock.HOLD


def main() -> None:
    job = pickle.load(sys.stdin.buffer)
    try:
        result: dict[str, Any] = {"rows": [asdict(row) for row in measure(job)]}
    except (NotMeasuredError, ImportError) as error:
        result = {"left_out": str(error)}
    Path(sys.argv[1]).write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main()
