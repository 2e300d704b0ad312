"""The story, chapter by chapter. Everything shown is done: no output is written beforehand."""

from __future__ import annotations

import json
import platform
import sys
import tempfile
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from types import ModuleType
from typing import cast

import click

from ungil.project import toolchain
from ungil.project.demo import measure, package, plot, verdict
from ungil.project.demo.page import Page
from ungil.project.error import CommandError
from ungil.project.interruption import signals_raise, uninterrupted
from ungil.project.picture import require

_CALLS = (
    "add_arrays.__text_signature__",
    "add(2, 40)",
    "add_arrays(array('i', [1, 2, 3]), array('i', [10, 20, 30]))",
    "with ThreadPoolExecutor(4) as threads:\n"
    "    print(list(threads.map(compute_pi, [10, 1_000, 100_000, 10_000_000])))",
)
_WRONG_CALLS = (
    "add_arrays.__text_signature__",
    "add_arrays(a, b, array('i', [0, 0, 0]))",
    "add_arrays(a, array('d', [1, 2, 3, 4]))",
    "add_arrays(a, [1, 2, 3, 4])",
    "add(2**31, 1)",
    "add(1.5, 1)",
)


def tell(keep: Path | None = None, picture: Path | None = None, *, as_json: bool = False) -> None:
    """Shows what ungil is for, by building a package, calling it, and measuring.

    keep: an empty or new folder for the project, which then stays.
    picture: a file for the figures, drawn by matplotlib.
    as_json: prints the figures as JSON, and no story.

    Raises CommandError. Whatever happens, an interruption included, nothing stays in the
    folder for temporary files, except the log of a build that failed.
    """
    began = time.perf_counter()
    if picture is not None:
        require(picture)
    _require_toolchain()
    if keep is not None:
        _refuse_full(keep)
    page = Page(silent=as_json)
    with signals_raise(), _scratch() as scratch:
        project = keep if keep is not None else scratch / "project"
        package.write(project)
        _show_files(page, project)
        module = _show_build(page, project, scratch)
        _show_calls(page)
        _show_wrong_calls(page)
        figures = _show_figures(page, module)
        if picture is not None:
            plot.save(figures, picture)
    if as_json:
        kept = None if keep is None else str(keep)
        click.echo(json.dumps({"project": kept, "figures": asdict(figures)}, indent=2))
    _say_goodbye(page, keep, picture, time.perf_counter() - began)


def _require_toolchain() -> None:
    try:
        toolchain.check()
    except toolchain.ToolchainError as error:
        message, _, hint = str(error).partition("\n")
        raise CommandError(message, hint) from error


def _refuse_full(folder: Path) -> None:
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise CommandError(f"--keep {folder}: the folder is not empty", hint="name a new one")
        if folder.exists() and not folder.is_dir():
            raise CommandError(f"--keep {folder}: that is a file", hint="name a new folder")
    except OSError as error:
        raise CommandError(f"--keep {folder}: {error.strerror}") from error


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder for temporary files, whose removal is not interrupted."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="ungil-demo-", ignore_cleanup_errors=True)
    except OSError as error:
        raise CommandError(
            f"no temporary folder can be made: {error}", hint="name a folder in TMPDIR"
        ) from error
    try:
        yield Path(folder.name)
    finally:
        with uninterrupted():
            folder.cleanup()


def _show_files(page: Page, project: Path) -> None:
    page.heading("1. You write C, and annotate its header")
    for name in ("cdefs/demo.h", "csrc/demo.c"):
        page.file(name, (project / name).read_text(encoding="utf-8"))
    page.paragraph(
        "The header is ordinary C: outside of ungil the words expand to nothing, and the"
        " compiler checks the definitions against it. UNGIL_COUNTED_BY(n) says what C's types"
        " leave out, that a, b and result have n elements each."
    )


def _show_build(page: Page, project: Path, scratch: Path) -> ModuleType:
    page.heading("2. It becomes a Python package")
    built = package.build(project, scratch, scratch / "build.log")
    page.line("$ " + " \\\n      ".join(built.command), bold=True)
    page.paragraph(
        f"Built from nothing in {built.seconds:.1f} s, by {_versions(built.by_pip)}."
        " This one shared object holds your code, the calls into it, and no dependency on ungil:"
    )
    module = package.load(built)
    native = Path(cast(str, sys.modules[f"{package.MODULE}._native"].__file__))
    size = native.stat().st_size / 1024
    page.line(f"  {native.relative_to(built.site).as_posix()}  ({size:.0f} KB)")
    return module


def _versions(with_pip: bool) -> str:
    from importlib.metadata import PackageNotFoundError, version

    found = []
    for name in (*(["pip"] if with_pip else []), "meson-python", "meson", "ninja"):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return f"{', '.join(found)} and the C compiler"


def _show_calls(page: Page) -> None:
    page.heading("3. You call it, from as many threads as you like")
    session = _Session(page)
    page.line(">>> from ungil_demo import *", bold=True)
    for source in _CALLS:
        session.show(source)
    page.line()
    page.paragraph(
        "n is taken from the arrays, and result, which C only writes, may be left out. Arrays"
        " are never copied: NumPy's, array.array, memoryview or whatever has a buffer. The four"
        " calls of compute_pi ran at once: none of them held the lock."
    )


def _show_wrong_calls(page: Page) -> None:
    page.heading("4. A wrong call is an exception, never a crash")
    session = _Session(page)
    session.show("a = b = array('i', [1, 2, 3, 4])")
    for source in _WRONG_CALLS:
        session.show(source)
    page.line()
    page.paragraph(
        "The first of these writes past the end of result in most other bindings: a C pointer"
        " has no length, but here the header gives it one. C is called only when all is right."
    )


class _Session:
    """Runs lines in a namespace with the module's names, shown as Python's prompt shows them."""

    def __init__(self, page: Page) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._page = page
        self._names: dict[str, object] = {
            "array": array,
            "ThreadPoolExecutor": ThreadPoolExecutor,
            "print": lambda value: page.answer(str(value)),
        }
        exec(f"from {package.MODULE} import *", self._names)

    def show(self, source: str) -> None:
        """Shows a statement, runs it, and shows its value or its exception."""
        first, *others = source.splitlines()
        self._page.line(f">>> {first}", bold=True)
        for line in others:
            self._page.line(f"... {line}", bold=True)
        try:
            try:
                code = compile(source, "<demo>", "eval")
            except SyntaxError:
                exec(compile(source, "<demo>", "exec"), self._names)
            else:
                value = eval(code, self._names)
                if value is not None:
                    self._page.answer(repr(value))
        except (TypeError, ValueError, ArithmeticError) as error:
            self._page.answer(f"{type(error).__name__}: {error}", fg="red")


def _show_figures(page: Page, module: ModuleType) -> measure.Figures:
    page.heading("5. What it is worth: measured here and now")
    figures = measure.figures(cast(measure.Kernels, module))
    threads = figures.threads
    page.paragraph(
        f"{platform.python_implementation()} {platform.python_version()},"
        f" {platform.machine()}, {threads.cores} {'core' if threads.cores == 1 else 'cores'};"
        " the best of a few rounds."
    )
    page.line()
    rows = [(f"{threads.count} threads, lock released", threads.released)]
    rows.append((f"{threads.count} threads, lock held", threads.held))
    page.table(
        ["compute_pi", "s", "s a call", "speed-up"],
        [("1 thread", f"{threads.one:.3f}", f"{threads.one:.3f}", "1.00")]
        + [
            (name, f"{time:.3f}", f"{time / threads.count:.3f}", f"{threads.speedup(time):.2f}")
            for name, time in rows
        ],
    )
    page.paragraph(verdict.threads(figures), "  ", fg="green")
    page.line()
    page.table(
        ["a Python thread beside a kernel", "ticks a second", "longest gap"],
        [
            (name, f"{ticks.per_second:.0f}", f"{ticks.longest_gap * 1e3:.1f} ms")
            for name, ticks in (
                ("lock released", figures.ticks_released),
                ("lock held", figures.ticks_held),
            )
        ],
    )
    page.paragraph(verdict.ticks(figures), "  ", fg="green")
    page.line()
    calls = figures.calls
    page.table(
        [f"adding {calls.elements:,} pairs of int32", "µs", "ns a pair"],
        [
            (name, f"{seconds * 1e6:.2f}", f"{seconds / calls.elements * 1e9:.1f}")
            for name, seconds in (
                (f"{calls.elements:,} calls of add", calls.one_by_one),
                ("one call of add_arrays", calls.arrays),
            )
        ],
    )
    page.paragraph(verdict.calls(calls), "  ", fg="green")
    return figures


def _say_goodbye(page: Page, keep: Path | None, picture: Path | None, seconds: float) -> None:
    page.line()
    page.line("=" * 80, bold=True)
    if picture is not None:
        page.line(f"The figures as a picture: {picture}")
    if keep is not None:
        page.line(f"The project is yours: {keep} (its README.md says what to try)")
    else:
        page.line("To play with the project: ungil demo --keep DIR")
    page.line(f"All of this took {seconds:.0f} s.")
