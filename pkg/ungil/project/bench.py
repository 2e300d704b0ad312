"""`ungil bench`: what calls cost, which lock policy suits them, and whether that has changed."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from ungil import output
from ungil.assembly import Assembly
from ungil.bench import advice, comparison, report, results, runner, variants, worker
from ungil.bench.arguments import Given
from ungil.bench.build import BuildError, build, needs_python
from ungil.bench.machine import machine
from ungil.bench.results import Measured, Results
from ungil.check import sources
from ungil.interface import Function
from ungil.project import bench_plot, picture, script, settings, toolchain
from ungil.project.error import CommandError
from ungil.project.interruption import signals_raise

_AGAIN = 2  # how often what seems slower is measured again


@dataclass(frozen=True)
class Options:
    """What the command line says.

    functions: their names; all when empty. tolerance: what is no regression, 0.1 for a tenth.
    seconds: about what a function's size takes.
    """

    functions: tuple[str, ...] = ()
    save: Path | None = None
    compare: Path | None = None
    tolerance: float = 0.1
    plot: Path | None = None
    as_json: bool = False
    seconds: float = 3.0


def run(options: Options) -> bool:
    """Measures the project in this folder; whether nothing has become slower."""
    before = _earlier(options.compare)
    if options.plot is not None:
        picture.require(options.plot)
    if options.save is not None and not options.save.parent.is_dir():
        raise CommandError(f"--save {options.save}: there is no folder {options.save.parent}")
    assembly = script.load(script.find()).assembly
    chosen = _chosen(assembly, options.functions)
    given = _given(assembly)
    with signals_raise(), tempfile.TemporaryDirectory(prefix="ungil-bench-") as folder:
        bench = _Bench(assembly, given, options, Path(folder))
        measured = bench.everything(chosen)
        found = _changes(before, measured, options.tolerance)
        for _ in range(_AGAIN):
            slower = {each.function for each in found if each.is_slower}
            if slower:
                measured = bench.again(measured, slower)
                found = _changes(before, measured, options.tolerance)
    _deliver(measured, before, found, options)
    lost = comparison.missing(before, measured) if before is not None else []
    return not lost and not any(each.is_slower for each in found)


def _changes(before: Results | None, now: Results, tolerance: float) -> list[comparison.Change]:
    return [] if before is None else list(comparison.changes(before, now, tolerance))


def _chosen(assembly: Assembly, names: Sequence[str]) -> list[Function]:
    """The functions of these names, Python's or C's. Raises CommandError."""
    functions = assembly.interface.functions
    unknown = [n for n in names if not any(n in (f.name, f.python_name) for f in functions)]
    if unknown:
        known = ", ".join(function.python_name for function in functions) or "none"
        raise CommandError(f"there is no function {unknown[0]!r}", hint=f"there are: {known}")
    chosen = [f for f in functions if not names or f.name in names or f.python_name in names]
    if all(variants.obstacle(function) for function in chosen):
        why = "; ".join(f"{f.name}: {variants.obstacle(f)}" for f in chosen)
        raise CommandError(f"there is nothing to measure ({why or 'no functions'})")
    return chosen


class _Bench:
    """The built variants of some functions, and their measurements."""

    def __init__(
        self, assembly: Assembly, given: Mapping[str, Given], options: Options, folder: Path
    ) -> None:
        self._assembly, self._given = assembly, given
        self._options, self._folder = options, folder
        self._functions: dict[str, Function] = {}
        self._needs_python = False

    def everything(self, chosen: Sequence[Function]) -> Results:
        timed = [function for function in chosen if variants.obstacle(function) is None]
        self._functions = {function.name: function for function in timed}
        try:
            compiler = toolchain.c_compiler()
            toolchain.python_headers()
            found = sources.find(self._assembly)
            self._needs_python = needs_python(found.units)
            made = variants.variants(self._assembly.interface, timed)
            built = build(made, self._assembly, found, compiler, self._folder, self._say)
        except (toolchain.ToolchainError, BuildError) as error:
            raise CommandError(str(error)) from error
        where = machine(compiler, built.optimization)
        self._show(report.heading(where))
        if built.optimization == "-O0":
            click.echo(
                "note: the build folder is built with -O0, and so is what is timed", err=True
            )
        return Results(where, tuple(map(self._measured, chosen)))

    def _measured(self, function: Function) -> Measured:
        words = advice.policy_words(function)
        reason = variants.obstacle(function)
        if reason is not None:
            measured = Measured(function.python_name, words, left_out=reason)
        else:
            job = self._job(function, with_company=True)
            rows, left_out = runner.run(job)
            advised = advice.advise(function, rows, job.held_only) if rows else None
            measured = Measured(function.python_name, words, rows, left_out)
            if advised:
                measured = replace(
                    measured,
                    advice=advised.line,
                    reason=advised.reason,
                    otherwise=advised.otherwise,
                )
        self._show(report.function(measured))
        return measured

    def _job(self, function: Function, *, with_company: bool) -> worker.Job:
        self._say(f"measuring {function.python_name}")
        return worker.Job(
            interface=self._assembly.interface,
            function=function,
            module=self._folder,
            root=self._assembly.folder,
            given=self._given,
            seconds=self._options.seconds,
            longest_call=self._options.seconds / 20,
            company=with_company,
            held_only=worker.may_need_python(function, self._needs_python),
        )

    def again(self, measured: Results, names: set[str]) -> Results:
        """The same results with more samples of some functions."""
        functions = []
        for each in measured.functions:
            if each.name in names:
                function = next(f for f in self._functions.values() if f.python_name == each.name)
                rows, _ = runner.run(self._job(function, with_company=False))
                more = {row.label: row for row in rows}
                each = replace(
                    each,
                    rows=tuple(
                        comparison.with_more(row, more[row.label]) if row.label in more else row
                        for row in each.rows
                    ),
                )
            functions.append(each)
        return Results(measured.machine, tuple(functions))

    def _say(self, text: str) -> None:
        """On a terminal, a line that the next one overwrites."""
        if not self._options.as_json and sys.stderr.isatty():
            click.echo(f"\r\x1b[K{text}…", nl=False, err=True)

    def _show(self, text: str) -> None:
        if not self._options.as_json:
            if sys.stderr.isatty():
                click.echo("\r\x1b[K", nl=False, err=True)
            click.echo(text)


# --- files --------------------------------------------------------------------------------


def _deliver(
    measured: Results,
    before: Results | None,
    found: Sequence[comparison.Change],
    options: Options,
) -> None:
    document = results.document(measured)
    if before is not None:
        document["compared"] = [
            {
                "function": each.function,
                "label": each.label,
                "before": each.before,
                "now": each.now,
                "allowed": each.allowed,
                "slower": each.is_slower,
            }
            for each in found
        ]
    if options.as_json:
        click.echo(json.dumps(document, indent=1, ensure_ascii=False))
    elif before is not None:
        for line in comparison.another_machine(before, measured):
            click.echo(f"note: measured elsewhere: {line}")
        for name in comparison.missing(before, measured):
            click.echo(f"no longer timed: {name}")
        click.echo(report.changes(found))
    if options.save is not None:
        text = json.dumps(results.document(measured), indent=1, ensure_ascii=False) + "\n"
        try:
            output.write(options.save.parent, {options.save.name: text.encode()})
        except OSError as error:
            message = f"cannot write {options.save}: {error.strerror or error}"
            raise CommandError(message) from error
    if options.plot is not None:
        bench_plot.save(measured, options.plot)


def _earlier(path: Path | None) -> Results | None:
    if path is None:
        return None
    try:
        return results.from_document(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise CommandError(f"cannot read {path}: {error.strerror or error}") from error
    except (ValueError, results.ResultsError) as error:
        raise CommandError(f"{path}: {error}", hint="write one: ungil bench --save FILE") from error


# --- pyproject.toml -----------------------------------------------------------------------


def _given(assembly: Assembly) -> dict[str, Given]:
    """What pyproject.toml says of functions, by their C names.

    [tool.ungil.bench.NAME]
    sizes = [16, 4096]
    arguments = { level = 3, source = { file = "tests/data/words.bin" } }
    """
    file = assembly.folder / settings.FILE
    functions = {f.python_name: f for f in assembly.interface.functions}
    given = {}
    for name, table in settings.table(assembly.folder, "bench").items():
        where = f"{file}: [tool.ungil.bench.{name}]"
        function = functions.get(name)
        if function is None:
            raise CommandError(f"{where}: there is no function of that name")
        given[function.name] = _given_to(function, table, where)
    return given


def _given_to(function: Function, table: Any, where: str) -> Given:
    hint = "it takes sizes = [16, 4096] and arguments = { name = value }"
    if not isinstance(table, dict) or table.keys() - {"sizes", "arguments"}:
        raise CommandError(f"{where} is not understood", hint=hint)
    sizes, arguments = table.get("sizes", []), table.get("arguments", {})
    fine = isinstance(sizes, list) and all(type(n) is int and n > 0 for n in sizes)
    if not fine or not isinstance(arguments, dict):
        raise CommandError(f"{where} is not understood", hint=hint)
    names = [parameter.python_name for parameter in function.parameters]
    for name in arguments:
        if name not in names:
            known = ", ".join(names) or "none"
            raise CommandError(f"{where}: there is no argument {name!r}", hint=f"it has {known}")
    return Given(arguments, tuple(sorted(sizes)))
