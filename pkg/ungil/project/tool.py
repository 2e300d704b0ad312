"""Other tools, run as parts of a command: their output goes to a log."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from ungil.english import in_english
from ungil.project import epilogue, log
from ungil.project.error import CommandError

_TICK = 0.1  # seconds between two looks at a tool that works
_PATIENCE = 5.0  # seconds that a tool may take to clean up


class ToolError(CommandError):
    """A tool has failed.

    text: what it printed; path: the file that this is kept in.
    """

    def __init__(self, message: str, text: str, path: Path) -> None:
        super().__init__(message, hint=f"the whole log: {path}")
        self.text = text
        self.path = path


def run(
    what: str,
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    *,
    quiet: bool = False,
    edit: Callable[[str], str] = str,
) -> str:
    """Runs a tool in a folder; returns what it printed.

    what: what it does, as in "building the wheel". Shown while it works, if there is a terminal.
    edit: takes out of its output what nobody wants to see, or may.

    Raises ToolError with the errors in the output; the whole of it is kept in a file, which the
    error names. What ungil itself has said in the tool is raised as it is, a CommandError.
    """
    with tempfile.NamedTemporaryFile(prefix="ungil-", suffix=".log", delete=False) as file:
        path = Path(file.name)
        try:
            status = _status(what, command, folder, environment, file.fileno(), quiet=quiet)
        except BaseException:
            path.unlink()
            raise
    text = edit(click.unstyle(path.read_text(encoding="utf-8", errors="replace")))
    if status == 0:
        path.unlink()
        return text
    said = log.message(text)
    if said is not None:
        path.unlink()
        raise CommandError(*said)
    path.write_text(text, encoding="utf-8")
    if found := log.diagnostics(text):
        raise ToolError(f"{what} failed\n{found}", text, path)
    error = log.first_error(text) or f"{command[0]} ended with exit status {status}"
    raise ToolError(f"{what} failed: {error}", text, path)


def run_in_shell(command: str, folder: Path, environment: Mapping[str, str]) -> int:
    """Runs a shell command of the user's, whose output is not kept; returns its exit status."""
    return subprocess.run(
        command, shell=True, cwd=folder, env=dict(environment), check=False
    ).returncode


def _status(
    what: str,
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    output: int,
    *,
    quiet: bool,
) -> int:
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            # Whole messages in one line, and each of them once.
            env={**in_english(environment), "COLUMNS": "500", epilogue.HEARD: "1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
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
            end(process, signal.SIGINT)  # pip then takes back what it has half done
            raise


def end(process: subprocess.Popen[bytes], politely: signal.Signals | None = None) -> None:
    """Ends a process that leads a session, and all that it has started.

    politely: a signal that it gets first, with a few seconds to clean up.
    """
    if sys.platform == "win32":
        process.kill()
        process.wait()
        return
    try:
        if politely is not None:
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(process.pid, politely)
                process.wait(_PATIENCE)
    finally:  # a second Ctrl-C does not wait
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
