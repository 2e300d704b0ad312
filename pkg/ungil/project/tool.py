"""Other tools, run as parts of a command: output goes to a log, errors are lifted out of it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from ungil.project.error import CommandError

# How the tools begin the line that says what went wrong, the most telling first.
_ERRORS = tuple(
    re.compile(pattern)
    for pattern in (
        r"No space left on device",
        r"^ungil: error: ",
        r": (?:fatal )?error(?:\[[\w-]+\])?: ",
        r"\berror: (?!subprocess-exited|metadata-generation)",
        r"\bERROR: (?!Exception:)",
        r"^ERROR +\w",
        r"^\w+(?:\.\w+)*(?:Error|Exception|Unavailable)\b",
    )
)
_TICK = 0.1  # seconds between two looks at a tool that works
_PATIENCE = 5.0  # seconds that a tool may take to clean up


class ToolError(CommandError):
    """A tool has failed.

    text: what it printed; log: the file that this is kept in.
    """

    def __init__(self, what: str, error: str, text: str, log: Path) -> None:
        super().__init__(f"{what} failed: {error}", hint=f"the whole log: {log}")
        self.text = text
        self.log = log


def first_error(log: str) -> str | None:
    """The line of a tool's output that says what went wrong."""
    lines = [line.removeprefix("< ").strip() for line in log.splitlines()]
    for pattern in _ERRORS:
        for line in lines:
            if pattern.search(line):
                return re.sub(r"^ERROR +", "", line)
    return None


def run(
    what: str,
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    *,
    quiet: bool = False,
    censor: Callable[[str], str] = str,
) -> str:
    """Runs a tool in a folder; returns what it printed.

    what: what it does, as in "building the wheel". Shown while it works, if there is a terminal.
    censor: takes out of its output what nobody may see.

    Raises ToolError with the first error of the output; the whole of it is kept in a file,
    which the error names.
    """
    with tempfile.NamedTemporaryFile(prefix="ungil-", suffix=".log", delete=False) as log:
        path = Path(log.name)
        try:
            status = _status(what, command, folder, environment, log.fileno(), quiet=quiet)
        except BaseException:
            path.unlink()
            raise
    text = censor(click.unstyle(path.read_text(encoding="utf-8", errors="replace")))
    if status == 0:
        path.unlink()
        return text
    path.write_text(text, encoding="utf-8")
    error = first_error(text) or f"{command[0]} ended with exit status {status}"
    raise ToolError(what, error, text, path)


def _status(
    what: str,
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    log: int,
    *,
    quiet: bool,
) -> int:
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**environment, "COLUMNS": "500"},  # whole messages in one line
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        raise CommandError(f"{command[0]} cannot be run: {error.strerror}") from error
    with _Progress(what, quiet=quiet) as progress:
        try:
            while True:
                try:
                    return process.wait(_TICK)
                except subprocess.TimeoutExpired:
                    progress.tick()
        except BaseException:
            end(process)
            raise


def end(process: subprocess.Popen[bytes], politely: signal.Signals | None = None) -> None:
    """Ends a process that leads a session, and all that it has started.

    politely: a signal that it gets first, with a few seconds to clean up.
    """
    if sys.platform == "win32":
        process.kill()
    else:
        if politely is not None:
            os.killpg(process.pid, politely)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class _Progress:
    """A line that says what is being done, and since when; only on a terminal."""

    def __init__(self, what: str, *, quiet: bool) -> None:
        self._what = what
        self._shown = not quiet and sys.stderr.isatty()
        self._start = time.monotonic()

    def __enter__(self) -> _Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._show("")

    def tick(self) -> None:
        self._show(f"{self._what}… {time.monotonic() - self._start:.0f} s")

    def _show(self, text: str) -> None:
        if self._shown:
            width = shutil.get_terminal_size().columns - 1
            click.echo(f"\r\x1b[K{text[:width]}", nl=False, err=True)
