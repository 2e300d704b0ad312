"""Where the blocks of a page are run: one folder, one environment, one shell, one Python."""

from __future__ import annotations

import contextlib
import doctest
import os
import re
import shlex
import signal
import subprocess
import sysconfig
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

from tests.packages.environments import Environment
from tests.packages.index import free_port

PATIENCE = 60.0  # seconds
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE

# Runs the examples that standard input holds in a namespace that lasts as long as the process.
_PYTHON = Path(__file__).with_name("interactive.py")


class PageError(AssertionError):
    """A block that does not do what the page says."""


class Workplace:
    """Runs shell blocks one after the other, keeping the folder and the variables between them."""

    def __init__(
        self, folder: Path, environment: Environment, variables: Mapping[str, str]
    ) -> None:
        self.folder = folder
        self._state = folder.parent
        self._variables = _activated(environment, variables)
        self._port = str(free_port())
        self._background: list[_Background] = []
        self._python: _Python | None = None

    def __enter__(self) -> Workplace:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._end_python()
        for background in reversed(self._background):
            background.end(checked=error is None)

    def localized(self, text: str) -> str:
        """A block's text with a free port in place of pypiserver's own."""
        return text.replace("8080", self._port)

    # --- files ------------------------------------------------------------------------------

    def write(self, name: str, text: str) -> None:
        """Writes a file below the current folder."""
        self._end_python()
        path = self._inside(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def add(self, name: str, text: str) -> None:
        """Adds text to a file, which must be there; in a header before its last #endif."""
        self._end_python()
        path = self._inside(name)
        head, guard, tail = path.read_text(encoding="utf-8").rpartition("#endif")
        text = f"{head}{text}\n{guard}{tail}" if guard else f"{tail}\n{text}"
        path.write_text(text, encoding="utf-8")

    def _inside(self, name: str) -> Path:
        path = (self.folder / name).resolve()
        assert path.is_relative_to(self._state.resolve()), name
        return path

    # --- commands ---------------------------------------------------------------------------

    def shell(self, script: str, *, fails: bool | None = False) -> str:
        """Runs commands; returns what they print. fails: whether they must, None for either."""
        self._end_python()
        state = shlex.quote(str(self._state / "state"))
        whole = f"trap 'pwd >{state}; env -0 >>{state}' EXIT\nset -eo pipefail\n{script}"
        done = subprocess.run(
            ["bash", "-c", whole],
            cwd=self.folder,
            env=self._variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        if fails is not None and (done.returncode != 0) != fails:
            raise PageError(f"exit status {done.returncode}:\n{done.stdout}")
        folder, _, variables = (self._state / "state").read_text(encoding="utf-8").partition("\n")
        self.folder = Path(folder)
        self._variables = dict(pair.split("=", 1) for pair in variables.split("\0") if pair)
        return done.stdout

    def start(self, script: str, until: str) -> None:
        """Runs a command until the page ends; goes on when it has printed a text."""
        background = _Background(script, self.folder, self._variables, self._state)
        self._background.append(background)
        background.wait_for(until)

    def wait_for_output(self, expected: str) -> None:
        """Waits until the command that was started last has printed lines, and nothing else."""
        self._background[-1].wait_for(expected)

    # --- Python -----------------------------------------------------------------------------

    def python(self, examples: str, first_line: int) -> None:
        """Runs the examples of an interactive session, which lasts until something is changed.

        Raises PageError.
        """
        if self._python is None:
            self._python = _Python(self.folder, self._variables)
        said = self._python.run(examples, first_line)
        if said:
            raise PageError(said)

    def _end_python(self) -> None:
        if self._python is not None:
            self._python.end()
            self._python = None


class _Background:
    def __init__(
        self, script: str, folder: Path, variables: Mapping[str, str], state: Path
    ) -> None:
        self._script = script
        self._log = state / f"background-{time.monotonic_ns()}"
        self._seen = 0
        with open(self._log, "wb") as log:
            self._process = subprocess.Popen(
                ["bash", "-c", f"exec {script.strip()}"],
                cwd=folder,
                env={**variables, "PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_for(self, expected: str) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            text = self._log.read_text(encoding="utf-8", errors="replace")
            new = text[self._seen :]
            if expected.strip() in new or (new.endswith("\n") and is_as_shown(new, expected)):
                self._seen = len(text)
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        raise PageError(f"{self._script.strip()} has not said:\n{expected}\nbut:\n{new}")

    def end(self, *, checked: bool) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGINT)
        try:
            status = self._process.wait(PATIENCE / 4)
        except subprocess.TimeoutExpired:  # as pypiserver while a connection is open
            os.killpg(self._process.pid, signal.SIGTERM)
            status = self._process.wait()
        if checked and status not in (0, 130, -signal.SIGINT, -signal.SIGTERM):
            log = self._log.read_text(encoding="utf-8", errors="replace")
            raise PageError(f"{self._script.strip()} ended with status {status}:\n{log}")


class _Python:
    def __init__(self, folder: Path, variables: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            ["python", "-X", "utf8", _PYTHON],
            cwd=folder,
            env=variables,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, examples: str, first_line: int) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{first_line}\n{examples}\0\n")
        self._process.stdin.flush()
        said = "".join(iter(self._process.stdout.readline, "\0\n"))
        if self._process.poll() is not None:
            raise PageError(f"Python has ended: {self._process.returncode}")
        return said

    def end(self) -> None:
        self._process.communicate()


def _activated(environment: Environment, variables: Mapping[str, str]) -> dict[str, str]:
    path = [environment.scripts, sysconfig.get_path("scripts"), os.environ["PATH"]]
    own = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    more = {"PATH": os.pathsep.join(map(str, path)), "VIRTUAL_ENV": str(environment.folder)}
    return {**own, **more, "NO_COLOR": "1", **variables}


def is_as_shown(got: str, shown: str) -> bool:
    """Whether an output is what a page shows, by doctest's rules, whatever the times in it."""
    return doctest.OutputChecker().check_output(_timeless(shown), _timeless(got), FLAGS)


def _timeless(text: str) -> str:
    text = re.sub(r"\b\d\d:\d\d:\d\d\b", "HH:MM:SS", text)
    return re.sub(r"\b\d+(\.\d+)? (s|ms|µs|ns)\b", r"N \2", text)


def provide(environment: Environment, names: list[str]) -> None:
    """Gives an environment commands of modules that are lent to it."""
    for name in names:
        command = environment.scripts / name
        python = shlex.quote(str(environment.python))
        command.write_text(f'#!/bin/sh\nexec {python} -m {name} "$@"\n', encoding="utf-8")
        command.chmod(0o755)
