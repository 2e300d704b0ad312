"""`ungil generate`: the C and the stub of a module, without building it."""

from __future__ import annotations

import difflib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from ungil import assemble, output
from ungil.assembly import Assembly, FFIBuilder
from ungil.diagnostics import Diagnostic
from ungil.generate.explanation import Explanation, explain
from ungil.project import script
from ungil.project.error import CommandError

DEFAULT_FOLDER = Path("build", "generated")


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not what would be written; `text` is the unified diff."""

    file: str
    text: str


def run(folder: Path | None, *, check: bool, explained: bool, as_json: bool) -> None:
    """Writes, compares or explains. Raises CommandError.

    folder: where the files go; `build/generated` in the project when None, where `check`
        compares the package's stub only.
    """
    path = script.find()
    try:
        ffibuilder = script.load(path)
    except script.HeadersError as refused:
        if as_json:
            _print_json({"diagnostics": [_as_dict(d) for d in refused.diagnostics]})
        raise
    if explained:
        _explain(ffibuilder.assembly, as_json=as_json)
    elif check:
        _check(ffibuilder, folder, as_json=as_json)
    else:
        _write(ffibuilder, folder or path.parent / DEFAULT_FOLDER, as_json=as_json)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def _as_dict(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "file": diagnostic.span.file,
        "line": diagnostic.span.line,
        "column": diagnostic.span.column,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }


# --- writing and comparing ---------------------------------------------------------------------


def _write(ffibuilder: FFIBuilder, folder: Path, *, as_json: bool) -> None:
    files = assemble.files(ffibuilder, str(folder))
    try:
        changed = set(output.write(folder, files))
    except OSError as error:
        raise CommandError(f"cannot write to {folder}: {error.strerror or error}") from error
    ffibuilder.assembly.refresh_stub()
    if as_json:
        notes = [_as_dict(note) for note in ffibuilder.assembly.notes]
        written = {str(folder / name): name in changed for name in files}
        _print_json({"files": written, "diagnostics": notes})
        return
    for name in files:
        click.echo(f"{folder / name}{'' if name in changed else ' (unchanged)'}")


def _check(ffibuilder: FFIBuilder, folder: Path | None, *, as_json: bool) -> None:
    """Raises CommandError unless what is on disk is what would be written."""
    differences = _differences(ffibuilder, folder)
    if as_json:
        _print_json({"stale": [asdict(difference) for difference in differences]})
    else:
        for difference in differences:
            click.echo(difference.text, nl=False)
    if differences:
        stale = ", ".join(difference.file for difference in differences)
        again = f"ungil generate{f' --output-dir {folder}' if folder else ''}"
        raise CommandError(f"not what would be written now: {stale}", hint=f"run {again}")


def _differences(ffibuilder: FFIBuilder, folder: Path | None) -> list[Difference]:
    """What is stale. A depfile names this machine's paths, and is not compared."""
    assembly = ffibuilder.assembly
    wanted: dict[Path, bytes] = {}
    if folder is not None:
        files = assemble.files(ffibuilder, str(folder))
        wanted = {folder / name: files[name] for name in files if not name.endswith(".d")}
    stub = assembly.package_stub
    if stub is not None and (folder is None or stub.exists()):
        wanted[stub] = assembly.stub.encode()
    if not wanted:
        raise CommandError(
            f"{assembly.module} is in no package folder with a stub to compare",
            hint="name the folder to compare: ungil generate --check --output-dir DIR",
        )
    return [d for path, content in wanted.items() if (d := _difference(path, content))]


def _difference(path: Path, content: bytes) -> Difference | None:
    try:
        actual = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise CommandError(f"cannot read {path}: {error.strerror or error}") from error
    if actual == content and path.exists():
        return None
    old, new = (text.decode(errors="replace").splitlines(True) for text in (actual, content))
    name = str(path) if path.exists() else "/dev/null"
    text = "".join(difflib.unified_diff(old, new, name, f"{path} (now)"))
    return Difference(str(path), text)


# --- explaining --------------------------------------------------------------------------------


def _explain(assembly: Assembly, *, as_json: bool) -> None:
    explanations = [explain(function) for function in assembly.interface.functions]
    constants = [constant.python_name for constant in assembly.interface.constants]
    if as_json:
        _print_json(
            {
                "module": assembly.module,
                "functions": [dict(vars(explanation)) for explanation in explanations],
                "constants": constants,
                "diagnostics": [_as_dict(note) for note in assembly.notes],
            }
        )
        return
    bound = sum(explanation.reason is None for explanation in explanations)
    click.echo(f"{assembly.module}: {bound} of {len(explanations)} functions bound")
    if constants:
        click.echo(f"constants: {', '.join(constants)}")
    for explanation in explanations:
        click.echo(f"\n{_in_lines(explanation)}")


def _in_lines(explanation: Explanation) -> str:
    """One function: its place and signature, then a table of what is said about it."""
    if explanation.reason is not None:
        head = f"{explanation.place}: {explanation.name}: reached through lib only"
        return f"{head}\n  because {explanation.reason}\n  {explanation.declaration}"
    rows = [("lock", explanation.lock or "")]
    rows += [("held", text) for text in explanation.held]
    rows += [(f"'{name}'", text) for name, text in explanation.parameters]
    rows += [("checks", text) for text in explanation.checks]
    width = max(len(name) for name, _ in rows)
    table = [f"  {name.ljust(width)}  {text}" for name, text in rows]
    return "\n".join([f"{explanation.place}: {explanation.signature}", *table])
