"""`ungil develop`: an editable install whose imports build what has changed."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from ungil.project import ninja, sanitizers, script, target, tool
from ungil.project.build_folder import BuildFolder, Outcome
from ungil.project.error import CommandError
from ungil.project.target import Target
from ungil.project.tool import ToolError

if TYPE_CHECKING:
    from ungil.project.checking import Checker


class Project(Protocol):
    """A project that can be installed so that it is imported from where it lies."""

    root: Path
    target: Target

    def install(self, *, quiet: bool) -> None:
        """Installs it. Raises CommandError."""

    def build(self, changed: Iterable[Path] = ()) -> Outcome:
        """Builds what has changed."""


@dataclass
class MesonProject:
    """Meson builds it, in a folder that ninja looks after at every import."""

    root: Path
    target: Target
    folder: BuildFolder
    sanitize: bool

    @property
    def name(self) -> str:
        """What pip calls it."""
        return _name(self.root)

    def install(self, *, quiet: bool) -> None:
        """Installs it, and builds it for that. Raises CommandError with what is wrong in it."""
        variables = self.target.variables | self.folder.prepare()
        # The calls themselves, not the author's C, are built without optimisation: that halves
        # the time from a save to a module. The assembler works beside the compiler.
        flags = "-DUNGIL_DEVELOP" if os.name == "nt" else "-pipe -DUNGIL_DEVELOP"
        variables["CFLAGS"] = f"{variables.get('CFLAGS', '')} {flags}".strip()
        settings = [f"build-dir={self.folder.path}"]
        if self.sanitize:
            settings += [f"setup-args={argument}" for argument in sanitizers.OPTIONS]
        options = [f"--config-settings={setting}" for setting in settings]
        lock = ninja.take(".ungil-install", str(self.folder.path))
        try:
            _install(self.root, self.target, options, variables, quiet=quiet)
        except CommandError as error:
            # The whole of what the compiler says, not just the first line, if it is that.
            outcome = self.folder.build() if self.folder.is_configured else None
            if outcome is None or outcome.ok:
                raise
            self.folder.publish_commands()
            if isinstance(error, ToolError):
                error.path.unlink(missing_ok=True)
            raise CommandError(f"the build failed\n{outcome.text}") from error
        finally:
            os.close(lock)
        outcome = self.folder.build()
        if not outcome.ok:
            raise CommandError(f"the build failed\n{outcome.text}")
        self.folder.publish_commands()

    def build(self, changed: Iterable[Path] = ()) -> Outcome:
        """Has ninja build what has changed."""
        outcome = self.folder.build(changed)
        self.folder.publish_commands()
        return outcome


def open_project(python: Path | None, *, sanitize: bool, quiet: bool) -> MesonProject:
    """The project of the current folder, and the environment to install it into.

    What the environment lacks to build it is installed. Raises CommandError.
    """
    root = script.find().parent
    if not target.is_built_by_meson(root):
        raise CommandError(
            f"{root / 'pyproject.toml'} names a build backend that is not Meson's: an import"
            " rebuilds what has changed only where Meson builds it",
            hint="install it again after each change: pip install --no-build-isolation -e .",
        )
    environment = target.find(python)
    target.require(environment, root, quiet=quiet)
    name = f"{environment.tag}-sanitize" if sanitize else environment.tag
    folder = BuildFolder(root, root / "build" / name, environment)
    return MesonProject(root, environment, folder, sanitize)


def run(
    *,
    watch: bool,
    check: bool,
    execute: str | None,
    python: Path | None,
    sanitize: bool,
    as_json: bool,
) -> int:
    """Installs the project; with `watch` builds it at every save, until interrupted.

    check: whether the lint runs after each good build (it takes `watch`).
    execute: a shell command, run after each good build.

    Returns the exit status. Raises CommandError.
    """
    if watch:
        from ungil.project import watching

        watching.require()
    checker = _checker() if check else None
    project = open_project(python, sanitize=sanitize, quiet=as_json)
    variables = _run_variables(project)
    if watch:
        return watching.run(project, checker, execute, variables, as_json=as_json)
    project.install(quiet=as_json)
    _report(project, variables, as_json=as_json)
    return execute_command(execute, project.root, variables) if execute else 0


def _checker() -> Checker:
    from ungil.project import checking

    checking.require()
    return checking.Checker(script.find().parent)


def execute_command(command: str, root: Path, variables: Mapping[str, str]) -> int:
    """Runs a shell command in the project's folder; returns its exit status."""
    return subprocess.run(
        command, shell=True, cwd=root, env=dict(variables), check=False
    ).returncode


def _run_variables(project: MesonProject) -> dict[str, str]:
    """The environment of commands that import the project."""
    variables = project.target.variables
    if project.sanitize:
        variables |= sanitizers.sanitizer_variables(variables)
    return variables


def _install(
    root: Path, environment: Target, options: list[str], variables: dict[str, str], *, quiet: bool
) -> None:
    command = [*environment.installer(), "--no-build-isolation", *options]
    if "uv" in Path(command[0]).stem:
        command += ["--reinstall-package", _name(root)]
    tool.run(
        f"installing {_name(root)}",
        [*command, "--editable", str(root)],
        root,
        variables,
        quiet=quiet,
    )


def _name(root: Path) -> str:
    try:
        name: str = target.project_table(root)["name"]
    except KeyError as error:
        raise CommandError(f"{root / 'pyproject.toml'} has no project.name") from error
    return name


def _report(project: MesonProject, variables: Mapping[str, str], *, as_json: bool) -> None:
    added = {
        key: variables[key]
        for key in ("LD_PRELOAD", "ASAN_OPTIONS", "PYTHONMALLOC")
        if project.sanitize and key in variables
    }
    if as_json:
        report = {
            "project": str(project.root),
            "python": str(project.target.python),
            "build": str(project.folder.path),
            "variables": added,
        }
        click.echo(json.dumps(report, ensure_ascii=False))
        return
    click.echo(f"{project.name} is installed from here into {project.target.prefix}:")
    click.echo("each import builds what has changed.")
    if added:
        shown = " ".join(f'{key}="{value}"' for key, value in added.items())
        click.echo(f"The sanitizers want to be loaded first:\n    {shown} python …")
