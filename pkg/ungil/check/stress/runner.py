"""The stress from end to end: a process a function, then all functions together."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ungil.check.sources import Sources
from ungil.check.stress import build, driver, reports
from ungil.check.stress.build import MEMORY, THREADS, Sanitizer
from ungil.diagnostics import Diagnostic
from ungil.interface import Function, Interface

_MOST_MEMORY = 1024  # MiB
_LIMITS = f"handle_abort=1 hard_rss_limit_mb={_MOST_MEMORY} exitcode=66"
_OPTIONS = {
    "TSAN_OPTIONS": f"{_LIMITS} history_size=4",
    "ASAN_OPTIONS": f"{_LIMITS} detect_leaks=0 allocator_may_return_null=1"
    f" max_allocation_size_mb={_MOST_MEMORY // 2}",
    "UBSAN_OPTIONS": "print_stacktrace=0",
}
_SANITIZER_FOUND = 66
_LOG_READ = 1 << 23  # bytes: what is told last is told by a sanitizer
_GRACE = 10.0  # seconds that a process has to show where it hangs


@dataclass(frozen=True)
class Plan:
    """How long and with what seed. limit: seconds after which a call is taken for hanging."""

    seed: int
    milliseconds: int = 50
    limit: int = 20


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
    choice = driver.choose(interface)
    chosen = choice.functions
    if not chosen:
        return Stressed((), choice.left_out, 0)
    text = driver.write(interface, chosen)
    with tempfile.TemporaryDirectory(prefix="ungil-stress-") as name:
        progress(f"building the stress of {len(chosen)} functions")
        run = _Run(interface, base, plan, Path(name), progress)
        for sanitizer in (MEMORY, THREADS):
            program = build.build(
                sanitizer, text, sources.units, sources.libraries, command, Path(name), base
            )
            run.all(program, sanitizer, chosen)
    never = sorted(run.left_out.items())
    found = reports.unique(run.found)
    return Stressed(tuple(found), (*choice.left_out, *never), len(chosen) - len(never))


@dataclass(frozen=True)
class _Ended:
    """How a process ended. status: None past the time limit. outcome: what its file says."""

    status: int | None
    outcome: str
    output: str


class _Run:
    def __init__(
        self,
        interface: Interface,
        base: Path,
        plan: Plan,
        folder: Path,
        progress: Callable[[str], None],
    ) -> None:
        self.plan, self.folder, self.progress = plan, folder, progress
        spans = {function.name: function.span for function in interface.functions}
        self._reader = reports.Reader(base, spans)
        self.found: list[Diagnostic] = []
        self.left_out: dict[str, str] = {}
        self._broken: set[str] = set()

    def all(self, program: Path, sanitizer: Sanitizer, chosen: Sequence[Function]) -> None:
        """Each function alone; with threads, then those together that went well alone."""
        for function in chosen:
            if self._is_fine(function.name):
                self._process(program, sanitizer, [function.name])
        fine = [function.name for function in chosen if self._is_fine(function.name)]
        if sanitizer.threads > 1 and len(fine) > 1:
            self._process(program, sanitizer, fine)

    def _is_fine(self, name: str) -> bool:
        return name not in self._broken and name not in self.left_out

    def _process(self, program: Path, sanitizer: Sanitizer, names: list[str]) -> None:
        alone = names[0] if len(names) == 1 else ""
        self.progress(f"{sanitizer.name}: {alone or 'all together'}")
        milliseconds = self.plan.milliseconds * (1 if alone else 4)
        limit = self.plan.limit
        arguments = [sanitizer.threads, self.plan.seed, milliseconds, limit, *names]
        ended = self._execute(program, list(map(str, arguments)))
        found = list(self._reader.read(ended.output, names))
        self.found += found
        how, _, what = ended.outcome.partition(" ")
        if how in _NOT_STRESSED and alone:
            self.left_out[alone] = _NOT_STRESSED[how].format(what)
        elif how == "late" or ended.status is None:
            self._fail(alone, names, "stress-timeout", "the call does not end", ended)
        elif not found and how != "done":
            self._fail(alone, names, "stress-crash", _end_of(ended), ended)
        elif ended.status != 0 and sanitizer is MEMORY:
            self._broken.add(alone)  # in the other build the same error would end it again

    def _fail(self, alone: str, names: list[str], code: str, message: str, ended: _Ended) -> None:
        self._broken.add(alone)
        self.found.append(self._reader.failure(code, message, ended.output, names))

    def _execute(self, program: Path, arguments: list[str]) -> _Ended:
        """Runs the program where it can do no harm to the project's files."""
        outcome, log = self.folder / "outcome", self.folder / "output"
        words = [str(program), str(outcome), *arguments]
        for prefix in ([], ["setarch", "-R"]):
            outcome.unlink(missing_ok=True)
            with log.open("wb") as file, _started([*prefix, *words], file, self.folder) as process:
                try:
                    status = process.wait(self.plan.limit + _GRACE)
                except subprocess.TimeoutExpired:
                    status = None
            told = outcome.read_text() if outcome.exists() else ""
            text = _end_of_file(log)
            # Older thread sanitizers want the addresses that a kernel without randomization gives.
            if "unexpected memory mapping" not in text or shutil.which("setarch") is None:
                break
        return _Ended(status, told, text)


_NOT_STRESSED = {
    "undrawn": "no draw meets its conditions",
    "unmade": "no {} could be made",
    "python": "it calls {}(), and the stress has no Python",
}


def _end_of(ended: _Ended) -> str:
    """What ended a process that no sanitizer has anything to say of."""
    status = ended.status
    assert status is not None
    if "rss limit exhausted" in ended.output:
        return f"the call takes more than {_MOST_MEMORY} MiB of memory"
    if status == -signal.SIGXFSZ:
        return "the call writes more than 256 MiB into a file"
    if status < 0:
        return f"the process is ended by {signal.Signals(-status).name}"
    return f"the call ends the process, with status {status}"


@contextlib.contextmanager
def _started(words: list[str], log: IO[bytes], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a session and a folder of its own; what it has left behind ends with it."""
    place = folder / "work"
    place.mkdir(exist_ok=True)
    process = subprocess.Popen(
        words,
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        env=os.environ | _OPTIONS,
        cwd=place,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _end_of_file(log: Path) -> str:
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - _LOG_READ))
        return file.read().decode(errors="replace")
