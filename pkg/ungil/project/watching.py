"""`ungil develop --watch`: a build at every save."""

from __future__ import annotations

import importlib.util
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ungil.project import tool
from ungil.project.build_folder import Outcome
from ungil.project.error import CommandError
from ungil.project.interruption import signals_raise
from ungil.project.meson_project import MesonProject
from ungil.project.paint import painted

if TYPE_CHECKING:
    from ungil.project.checking import Checker

# Files at the top of a project that say how it is built; all others there are of no interest.
_AT_TOP = {"build_ffi.py", "meson.build", "meson.options", "meson_options.txt", "pyproject.toml"}
_TREES = ("cdefs", "csrc")

_STEP = 10  # ms of silence after which saves count as one
_DEBOUNCE = 200  # ms after which they are built even if there is no silence
_TIMEOUT = 100  # ms after which it is clear that a new watch stands


def require() -> None:
    """Raises CommandError unless files can be watched."""
    if importlib.util.find_spec("watchfiles") is None:
        raise CommandError(
            "--watch needs the package watchfiles", hint="get it: pip install 'ungil[watch]'"
        )


def run(
    project: MesonProject,
    checker: Checker | None,
    execute: str | None,
    variables: Mapping[str, str],
    *,
    as_json: bool,
) -> int:
    """Installs the project, then builds it at every save until interrupted. Returns 0."""
    watcher = _Watcher(project, checker, execute, variables, as_json=as_json)
    with signals_raise():
        try:
            watcher.run()
        except KeyboardInterrupt:
            watcher.say("stopped", "stopped: from now on an import of what is broken fails")
    return 0


class _Watcher:
    def __init__(
        self,
        project: MesonProject,
        checker: Checker | None,
        execute: str | None,
        variables: Mapping[str, str],
        *,
        as_json: bool,
    ) -> None:
        self._project = project
        self._checker = checker
        self._execute = execute
        self._variables = variables
        self._as_json = as_json
        self._installed = False

    def say(self, event: str, line: str, **more: object) -> None:
        """Tells of an event: a line of JSON, or what a person reads."""
        if self._as_json:
            click.echo(json.dumps({"event": event, **more}, ensure_ascii=False))
        else:
            click.echo(f"{click.style(time.strftime('%H:%M:%S'), dim=True)} {line}")

    def run(self) -> None:
        """Goes on until an exception comes."""
        folder = self._project.folder
        folder.prepare()
        known: set[Path] = set()
        gone: set[Path] = set()
        with folder.watched():
            while True:
                folders = self._folders()
                saves = self._saves(folders)
                try:
                    changed = next(saves)  # from here on nothing that happens in them is lost
                except FileNotFoundError:  # one of them has gone meanwhile
                    continue
                back = gone.intersection(folders)
                gone = (gone | known).difference(folders)
                known = set(folders)
                if self._installed:
                    self._build([*changed, *(file for path in back for file in _files(path))])
                else:
                    self._install()
                while self._folders() == folders:
                    self._handle(next(filter(None, saves)))

    def _saves(self, folders: list[Path]) -> Iterator[list[Path]]:
        """The files that were saved, whenever there are some, and at times nothing."""
        import watchfiles

        for changes in watchfiles.watch(
            *folders,
            watch_filter=lambda _, path: self._matters(Path(path)),
            step=_STEP,
            debounce=_DEBOUNCE,
            rust_timeout=_TIMEOUT,
            yield_on_timeout=True,
            recursive=False,
        ):
            yield sorted({Path(path) for _, path in changes})

    def _folders(self) -> list[Path]:
        """The folders to watch, each without those below it."""
        root, build = self._project.root, self._project.root / "build"
        found = {path.parent for path in self._project.folder.sources()}
        for name in _TREES:
            found.update(path for path in (root / name).rglob("*") if path.is_dir())
            found.add(root / name)
        inside = {
            path for path in found if root in path.parents and build not in [path, *path.parents]
        }
        return sorted(path for path in {root, *inside} if path.is_dir())

    def _matters(self, path: Path) -> bool:
        """Whether a file may be built from; an editor's own files are not."""
        if path.name.startswith(".") or path.name.endswith(("~", ".swp", ".tmp", ".pyi")):
            return False
        if path.parent != self._project.root:
            return True
        return path.name in _AT_TOP or (path.name != "build" and path.is_dir())

    def _handle(self, changed: list[Path]) -> None:
        if self._installed and self._project.root / "pyproject.toml" not in changed:
            self._build(changed)
        else:
            self._install()

    def _install(self) -> None:
        start = time.monotonic()
        try:
            self._project.install(quiet=self._as_json)
        except CommandError as error:
            message = f"{error.message}\n  hint: {error.hint}" if error.hint else error.message
            self._failed(message, Outcome(False, message, True, time.monotonic() - start))
            return
        self._installed = True
        names = ", ".join(str(path.relative_to(self._project.root)) for path in self._folders()[1:])
        self.say(
            "installed",
            f"{self._project.name} is installed; watching {names or 'it'} (Ctrl-C ends this)",
            python=str(self._project.target.python),
        )
        self._after_build([])

    def _build(self, changed: Sequence[Path]) -> None:
        outcome = self._project.build(changed)
        if not outcome.ok:
            if outcome.worked or outcome.text:
                self._failed(outcome.text, outcome)
            return
        if not outcome.worked:
            return
        if outcome.text and not self._as_json:
            click.echo(painted(outcome.text))
        built = click.style("built", fg="green")
        self.say(
            "built",
            f"{built} in {outcome.seconds:.2f} s",
            seconds=round(outcome.seconds, 3),
            text=outcome.text,
        )
        self._after_build(changed)

    def _failed(self, text: str, outcome: Outcome) -> None:
        if not self._as_json:
            click.echo(painted(text))
        broken = click.style("broken", fg="red")
        kept = "; what was built last stays importable" if self._installed else ""
        self.say(
            "broken", f"{broken}{kept}", seconds=round(outcome.seconds, 3), text=click.unstyle(text)
        )

    def _after_build(self, changed: Sequence[Path]) -> None:
        if self._checker is not None:
            self._check(self._checker, changed)
        if self._execute is None:
            return
        status = tool.run_in_shell(self._execute, self._project.root, self._variables)
        self.say("executed", f"{self._execute}: exit status {status}", status=status)

    def _check(self, checker: Checker, changed: Sequence[Path]) -> None:
        """Shows what the lint finds; it keeps nothing from being used."""
        start = time.monotonic()
        try:
            checked = checker.run(changed)
        except CommandError as error:
            self.say("unchecked", f"not checked: {error.message}", text=error.message)
            return
        if checked.text and not self._as_json:
            click.echo(checked.text)
        color = "red" if checked.errors else "green"
        self.say(
            "checked",
            f"{click.style('checked', fg=color)} {checked.summary}",
            errors=checked.errors,
            seconds=round(time.monotonic() - start, 3),
            text=checked.text,
        )


def _files(folder: Path) -> list[Path]:
    """The files in a folder, which may be gone."""
    try:
        return [path for path in folder.iterdir() if path.is_file()]
    except OSError:
        return []
