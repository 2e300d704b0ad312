"""`ungil develop`: an editable install whose imports build what has changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ungil.project import meson_project, sanitizers, script, tool, watching
from ungil.project.meson_project import MesonProject

if TYPE_CHECKING:
    from ungil.project.checking import Checker


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
        watching.require()
    checker = _checker() if check else None
    project = meson_project.find(python, sanitize=sanitize, quiet=as_json)
    variables = _run_variables(project)
    if watch:
        return watching.run(project, checker, execute, variables, as_json=as_json)
    project.install(quiet=as_json)
    _report(project, variables, execute, as_json=as_json)
    return tool.run_in_shell(execute, project.root, variables) if execute else 0


def _checker() -> Checker:
    from ungil.project import checking

    checking.require()
    return checking.Checker(script.find().parent)


def _run_variables(project: MesonProject) -> dict[str, str]:
    """The environment of commands that import the project."""
    variables = project.target.variables
    if project.sanitize:
        variables |= sanitizers.sanitizer_variables(variables)
    return variables


def _report(
    project: MesonProject, variables: Mapping[str, str], execute: str | None, *, as_json: bool
) -> None:
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
    if added and execute is None:
        shown = " ".join(f'{key}="{value}"' for key, value in added.items())
        click.echo(f"The sanitizers want to be loaded first:\n    {shown} python …")
