"""The stress from end to end: a process a function, then all functions together."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ungil.check.sources import Sources
from ungil.check.stress import build, driver, reports
from ungil.check.stress.build import MEMORY, THREADS, Sanitizer
from ungil.diagnostics import Diagnostic
from ungil.interface import Function, Interface

_OPTIONS = {
    "TSAN_OPTIONS": "exitcode=66 history_size=4",
    "ASAN_OPTIONS": "detect_leaks=0 exitcode=66 allocator_may_return_null=1",
    "UBSAN_OPTIONS": "print_stacktrace=0",
}
_SANITIZER_FOUND = 66
_NOTHING_DRAWN = 3


@dataclass(frozen=True)
class Plan:
    """How long and with what seed. limit: seconds after which a call is taken for hanging."""

    seed: int
    milliseconds: int = 50
    limit: float = 20.0


@dataclass(frozen=True)
class Stressed:
    """What was found, and the functions left out, each with the reason."""

    diagnostics: tuple[Diagnostic, ...]
    left_out: tuple[tuple[str, str], ...]
    stressed: int


def stress(
    interface: Interface,
    sources: Sources,
    base: Path,
    plan: Plan,
    progress: Callable[[str], None] = lambda _: None,
) -> Stressed:
    """Calls everything that can be called. Raises build.StressError."""
    command = build.compiler()
    if command is None:
        raise build.StressError("the stress wants gcc with its sanitizers")
    python = build.needs_python(sources.units)
    chosen, left_out = [], []
    for function in interface.functions:
        reason = driver.obstacle(function, python)
        if reason is None:
            chosen.append(function)
        else:
            left_out.append((function.name, reason))
    if not chosen:
        return Stressed((), tuple(left_out), 0)
    text = driver.write(interface, chosen)
    with tempfile.TemporaryDirectory(prefix="ungil-stress-") as name:
        progress(f"building the stress of {len(chosen)} functions")
        run = _Run(interface, base, plan, Path(name), progress)
        for sanitizer in (MEMORY, THREADS):
            program = build.build(
                sanitizer, text, sources.units, sources.libraries, command, Path(name), base
            )
            run.all(program, sanitizer, chosen)
    never = [(function, "no draw meets its conditions") for function in sorted(run.undrawn)]
    found = reports.unique(run.found)
    return Stressed(tuple(found), (*left_out, *never), len(chosen) - len(never))


class _Run:
    def __init__(
        self,
        interface: Interface,
        base: Path,
        plan: Plan,
        folder: Path,
        progress: Callable[[str], None],
    ) -> None:
        self.base, self.plan, self.folder, self.progress = base, plan, folder, progress
        self.spans = {function.name: function.span for function in interface.functions}
        self.found: list[Diagnostic] = []
        self.undrawn: set[str] = set()
        self._broken: set[str] = set()

    def all(self, program: Path, sanitizer: Sanitizer, chosen: Sequence[Function]) -> None:
        """Each function alone; with threads, then those together that went well alone."""
        for function in chosen:
            if function.name not in self._broken | self.undrawn:
                self._process(program, sanitizer, [function.name])
        fine = [f.name for f in chosen if f.name not in self._broken | self.undrawn]
        if sanitizer.threads > 1 and len(fine) > 1:
            self._process(program, sanitizer, fine)

    def _process(self, program: Path, sanitizer: Sanitizer, names: list[str]) -> None:
        alone = names[0] if len(names) == 1 else ""
        self.progress(f"{sanitizer.name}: {alone or 'all together'}")
        milliseconds = self.plan.milliseconds * (1 if alone else 4)
        arguments = [str(sanitizer.threads), str(self.plan.seed), str(milliseconds), *names]
        status, output = self._execute([str(program), *arguments])
        found = list(reports.read(output, alone, self.base))
        self.found += found
        if status == _NOTHING_DRAWN:
            self.undrawn.add(alone)
        elif status is None:
            self._fail(alone, names, "stress-timeout", "the call does not end")
        elif status < 0 and not found:
            name = signal.Signals(-status).name
            self._fail(alone, names, "stress-crash", f"the process is ended by {name}")
        elif status not in (0, _SANITIZER_FOUND) and not found:
            self._fail(alone, names, "stress-crash", f"the process ends with status {status}")
        elif status != 0 and sanitizer is MEMORY:
            self._broken.add(alone)  # in the other build the same error would end it again

    def _fail(self, alone: str, names: list[str], code: str, message: str) -> None:
        self._broken.add(alone)
        who = alone or "all functions together"
        self.found.append(Diagnostic(code, self.spans[names[0]], f"{who}: {message}"))

    def _execute(self, words: list[str]) -> tuple[int | None, str]:
        """The exit status, None past the time limit; what was printed."""
        log = self.folder / "output"
        environment = os.environ | _OPTIONS
        for prefix in ([], ["setarch", "-R"]):
            with log.open("wb") as file:
                process = subprocess.Popen(
                    [*prefix, *words], stdout=file, stderr=file, env=environment, cwd=self.base
                )
                try:
                    status = process.wait(self.plan.limit)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    return None, log.read_text(errors="replace")
            text = log.read_text(errors="replace")
            # Older thread sanitizers want the addresses that a kernel without randomization gives.
            if "unexpected memory mapping" not in text or shutil.which("setarch") is None:
                break
        return status, text
