"""`ungil check`: what is wrong with a project before its threads find out."""

from __future__ import annotations

import json
import secrets
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from ungil.assembly import Assembly, FFIBuilder
from ungil.check import report, sarif
from ungil.check.examination import Findings, examine
from ungil.check.lint.locks import STANDARD, LockNames
from ungil.check.stress import runner
from ungil.check.stress.build import StressError
from ungil.diagnostics import Diagnostic, Severity
from ungil.libclang import ClangMissingError
from ungil.project import script, settings, toolchain
from ungil.project.error import CommandError

_NOT_BUILT = ("cannot-compile", "signature-mismatch", "undefined-function")


@dataclass(frozen=True)
class Options:
    """What the command line says.

    paths: what findings are limited to; everything when empty.
    sarif: the file that gets the findings as SARIF.
    stress: whether to run the stress; where it can be for None.
    seed: that of an earlier stress.
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
    progress = _say if sys.stderr.isatty() and not options.as_json else _silent
    findings = examined(ffibuilder, progress)
    stressed = _stress(ffibuilder.assembly, findings, options, progress)
    found = [*findings.diagnostics, *stressed.diagnostics]
    wanted = within(found, options.paths, path.parent)
    _show(wanted, findings, stressed, options)
    return not any(each.severity is Severity.ERROR for each in wanted)


def _say(text: str) -> None:
    click.echo(f"{text} ...", err=True)


def _silent(_: str) -> None:
    pass


def examined(ffibuilder: FFIBuilder, progress: Callable[[str], None] = _silent) -> Findings:
    """What is wrong with a module without running it. Raises CommandError."""
    root = ffibuilder.assembly.folder
    try:
        return examine(ffibuilder, toolchain.c_compiler(), _lock_names(root), progress)
    except toolchain.ToolchainError as error:
        raise CommandError(str(error)) from error
    except ClangMissingError as error:
        raise CommandError(str(error), hint="pip install 'ungil[check]'") from error


@dataclass(frozen=True)
class _Stressed:
    """The stress, or why there was none (`skipped`, "" where none was wanted)."""

    diagnostics: tuple[Diagnostic, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    seed: int | None = None
    skipped: str = ""


def _stress(
    assembly: Assembly, findings: Findings, options: Options, progress: Callable[[str], None]
) -> _Stressed:
    """Runs the stress where it is wanted and can be."""
    if options.stress is False:
        return _Stressed()
    if any(each.code in _NOT_BUILT for each in findings.diagnostics):
        return _Stressed(skipped="the C cannot be built")
    seed = secrets.randbelow(2**32) if options.seed is None else options.seed
    progress(f"calling functions from several threads, seed {seed}")
    try:
        result = runner.stress(
            assembly.interface, findings.sources, assembly.folder, runner.Plan(seed), progress
        )
    except StressError as error:
        if options.stress:
            raise CommandError(str(error)) from error
        return _Stressed(skipped=str(error))
    return _Stressed(result.diagnostics, result.left_out, seed)


def _show(
    found: Sequence[Diagnostic], findings: Findings, stressed: _Stressed, options: Options
) -> None:
    if options.sarif is not None:
        try:
            options.sarif.write_text(json.dumps(sarif.document(found), indent=2) + "\n")
        except OSError as error:
            message = f"cannot write {options.sarif}: {error.strerror or error}"
            raise CommandError(message) from error
    if options.as_json:
        document = report.document(
            found,
            functions=findings.functions,
            files=findings.files,
            seed=stressed.seed,
            not_stressed=dict(stressed.left_out),
        )
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
        return
    for each in found:
        click.echo(report.text(each))
    for name, reason in stressed.left_out:
        click.echo(f"not stressed: {name} ({reason})")
    if stressed.skipped:
        click.echo(f"not stressed: {stressed.skipped}")
    if stressed.diagnostics:
        click.echo(f"to replay the stress: ungil check --seed {stressed.seed}")
    click.echo(report.summary(found, findings.functions, findings.files))


def _folder(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def within(
    found: Sequence[Diagnostic], paths: Sequence[Path], base: Path
) -> tuple[Diagnostic, ...]:
    """The findings in some files and folders: by their places, or by the way to them."""
    wanted = [path.resolve() for path in paths]
    if not wanted:
        return tuple(found)

    def inside(each: Diagnostic) -> bool:
        spans = [each.span, *(step.span for step in each.path if step.span)]
        spans += [each.related.span] if each.related else []
        files = [(base / span.file).resolve() for span in spans]
        return any(file.is_relative_to(path) for file in files for path in wanted)

    return tuple(each for each in found if inside(each))


def _lock_names(root: Path) -> LockNames:
    """The functions that lock: the standard ones and the project's own.

    [tool.ungil.check]
    locks = [["my_lock", "my_unlock"]]
    once = ["my_once"]
    """
    own = settings.table(root, "check")
    pairs, once = own.get("locks", []), own.get("once", [])
    fine = all(isinstance(pair, list) and len(pair) == 2 for pair in pairs)
    if own.keys() - {"locks", "once"} or not fine:
        raise CommandError(
            f"{root / settings.FILE}: [tool.ungil.check] is not understood",
            hint='it takes locks = [["my_lock", "my_unlock"]] and once = ["my_once"]',
        )
    return STANDARD.with_own([(lock, unlock) for lock, unlock in pairs], once)
