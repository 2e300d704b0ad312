"""`ungil check`: what is wrong with a project before its threads find out."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from ungil.check import report, sarif
from ungil.check.examination import examine
from ungil.check.lint.clang import ClangMissingError
from ungil.check.lint.locks import STANDARD, LockNames
from ungil.diagnostics import Diagnostic, Severity
from ungil.project import script, toolchain
from ungil.project.error import CommandError


@dataclass(frozen=True)
class Options:
    """What the command line says.

    paths: what findings are limited to; everything when empty.
    sarif: the file that gets the findings as SARIF.
    """

    paths: tuple[Path, ...] = ()
    as_json: bool = False
    sarif: Path | None = None
    stress: bool | None = None
    seed: int | None = None


def run(options: Options) -> bool:
    """Checks the project that the paths, or the current folder, lie in; whether all is well."""
    for path in options.paths:
        if not path.exists():
            raise CommandError(f"{path} does not exist")
    path = script.find(_folder(options.paths[0]) if options.paths else None)
    ffibuilder = script.load(path)
    progress = _silent if options.as_json else _say
    try:
        compiler = toolchain.c_compiler()
        findings = examine(ffibuilder, compiler, _lock_names(path.parent), progress)
    except toolchain.ToolchainError as error:
        raise CommandError(str(error)) from error
    except ClangMissingError as error:
        raise CommandError(str(error)) from error
    wanted = _within(findings.diagnostics, options.paths, path.parent)
    _show(wanted, findings.functions, findings.files, options)
    return not any(each.severity is Severity.ERROR for each in wanted)


def _show(found: Sequence[Diagnostic], functions: int, files: int, options: Options) -> None:
    if options.sarif is not None:
        try:
            options.sarif.write_text(json.dumps(sarif.document(found), indent=2) + "\n")
        except OSError as error:
            message = f"cannot write {options.sarif}: {error.strerror or error}"
            raise CommandError(message) from error
    if options.as_json:
        document = report.document(found, functions=functions, files=files)
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
        return
    for each in found:
        click.echo(report.text(each))
    click.echo(report.summary(found, functions, files))


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def _within(
    found: Sequence[Diagnostic], paths: Sequence[Path], base: Path
) -> tuple[Diagnostic, ...]:
    """The findings in some files and folders: by their own place, or by the way to it."""
    wanted = [path.resolve() for path in paths]
    if not wanted:
        return tuple(found)

    def inside(each: Diagnostic) -> bool:
        spans = [each.span, *(step.span for step in each.path if step.span)]
        files = [(base / span.file).resolve() for span in spans]
        return any(file.is_relative_to(path) for file in files for path in wanted)

    return tuple(each for each in found if inside(each))


def _lock_names(root: Path) -> LockNames:
    """The functions that lock: the standard ones and the project's own.

    [tool.ungil.check]
    locks = [["my_lock", "my_unlock"]]
    once = ["my_once"]
    """
    file = root / "pyproject.toml"
    if not file.is_file():
        return STANDARD
    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CommandError(f"{file}: {error}") from error
    own: dict[str, Any] = settings.get("tool", {}).get("ungil", {}).get("check", {})
    pairs, once = own.get("locks", []), own.get("once", [])
    fine = all(isinstance(pair, list) and len(pair) == 2 for pair in pairs)
    if own.keys() - {"locks", "once"} or not fine:
        raise CommandError(
            f"{file}: [tool.ungil.check] is not understood",
            hint='it takes locks = [["my_lock", "my_unlock"]] and once = ["my_once"]',
        )
    return STANDARD.with_own([(lock, unlock) for lock, unlock in pairs], once)


def _say(text: str) -> None:
    click.echo(f"{text} ...", err=True)


def _silent(_: str) -> None:
    pass
