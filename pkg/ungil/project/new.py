"""`ungil new`: a project that builds, passes its tests, and is the author's to change."""

from __future__ import annotations

import json
import keyword
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

from ungil.project.error import CommandError
from ungil.project.interruption import signals_raise, uninterrupted

TEMPLATE = Path(__file__).parents[1] / "templates" / "new"

# What the template's own names are, as a distribution and as a Python package.
_DISTRIBUTION, _PACKAGE = "my-proj", "my_proj"

# Packages that the new project needs to find under their names, and names that tools take.
_TAKEN = frozenset(
    "cffi clang mesonbuild mesonpy ninja pip pycparser pytest setuptools test tests ungil "
    "wheel".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """What a project is called: `my-proj` in an index, `my_proj` in an import statement."""

    distribution: str
    package: str


def run(given: str, backend: str, path: Path | None, *, as_json: bool) -> None:
    """Makes the project's folder, whole or not at all. Raises CommandError.

    path: the folder; one named as the project, in the current one, when None.
    """
    name = check_name(given)
    folder = Path(os.path.abspath(path if path is not None else given))
    _refuse_full(folder)
    with signals_raise():
        files, has_git = _make(name, backend, folder)
    if as_json:
        report = {"path": str(folder), "package": name.package, "files": files, "git": has_git}
        click.echo(json.dumps(report, indent=2, ensure_ascii=False))
        return
    shown = os.path.relpath(folder)
    click.echo(f"Made {name.distribution} in {folder}{' (a git repository)' if has_git else ''}")
    click.echo("\nIn it, install it and run its tests:\n")
    click.echo(f"    cd {_quoted(shown)}\n    pip install '.[test]' && pytest\n")
    if backend == "meson":
        click.echo("Then edit cdefs/ and csrc/, with this running beside you:\n")
        click.echo("    ungil develop --watch")


def check_name(given: str) -> Name:
    """The names of a project called so. Raises CommandError with the reason why it cannot be."""
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", given, re.ASCII):
        raise CommandError(
            f"{given!r} cannot name a project: an index takes ASCII letters and digits, and between"
            " them '-', '_' and '.'"
        )
    package = re.sub(r"[-.]+", "_", given)
    if not package.isidentifier():
        raise CommandError(f"{given!r} cannot name a project: no import can name {package!r}")
    if keyword.iskeyword(package) or package in ("None", "True", "False"):
        raise CommandError(f"{given!r} cannot name a project: it is a keyword of Python")
    if package.lower() in {name.lower() for name in sys.stdlib_module_names}:
        raise CommandError(
            f"{given!r} cannot name a project: it would hide Python's module {package.lower()!r}"
        )
    if package.lower() in _TAKEN:
        raise CommandError(
            f"{given!r} cannot name a project: the project needs what has that name already"
        )
    return Name(given, package)


def file_text(file: str, name: Name, backend: str) -> str | None:
    """What a file in the folder of a new project holds; None where there is none of that name."""
    for layer in (backend, "common"):
        source = TEMPLATE / layer / file
        if source.is_file():
            return _renamed(source.read_text(encoding="utf-8"), name)
    return None


def _refuse_full(folder: Path) -> None:
    try:
        if folder.is_dir() and not any(folder.iterdir()):
            return
        if os.path.lexists(folder):
            raise CommandError(
                f"{folder} is there already", hint="choose another name, or another --path"
            )
        if not folder.parent.is_dir():
            raise CommandError(f"there is no folder {folder.parent}", hint="make it first")
    except OSError as error:
        raise CommandError(f"{folder}: {error.strerror}") from error


def _make(name: Name, backend: str, folder: Path) -> tuple[list[str], bool]:
    """Writes everything beside the folder, then renames it; returns what is in it."""
    try:
        temporary = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            project = temporary / "project"
            for layer in ("common", backend):
                _copy(TEMPLATE / layer, project, name)
            files = sorted(
                path.relative_to(project).as_posix()
                for path in project.rglob("*")
                if path.is_file()
            )
            has_git = _start_repository(project, folder.parent)
            _move(project, folder)
        finally:
            with uninterrupted():
                shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise CommandError(f"cannot write {folder}: {error.strerror or error}") from error
    return files, has_git


def _move(project: Path, folder: Path) -> None:
    """Puts the finished project into its place, unless something has come there meanwhile."""
    if os.name == "nt" and folder.is_dir():
        folder.rmdir()  # fails unless it is empty, as rename does elsewhere
    os.rename(project, folder)


def _copy(layer: Path, project: Path, name: Name) -> None:
    """Copies a layer of the template, in which the project's names stand for the template's."""
    for source in layer.rglob("*"):
        relative = source.relative_to(layer)
        if source.is_dir() or "__pycache__" in relative.parts or source.suffix == ".pyi":
            continue
        target = project / _renamed(relative.as_posix(), name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(target, "x", encoding="utf-8", newline="\n") as file:
            file.write(_renamed(source.read_text(encoding="utf-8"), name))


def _renamed(text: str, name: Name) -> str:
    replaced = {
        _DISTRIBUTION: name.distribution,
        _PACKAGE: name.package,
        _PACKAGE.upper(): name.package.upper(),
    }
    return re.sub("|".join(replaced), lambda match: replaced[match[0]], text)


def _start_repository(project: Path, parent: Path) -> bool:
    """Makes it a git repository, where git is there and the folder is in none yet."""
    inside = ["git", "-C", str(parent), "rev-parse", "--is-inside-work-tree"]
    try:
        if subprocess.run(inside, capture_output=True, check=False).returncode == 0:
            return False
        init = ["git", "init", "--quiet", str(project)]
        return subprocess.run(init, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _quoted(path: str) -> str:
    """A path as a shell takes it."""
    if os.name == "nt":
        return f'"{path}"' if " " in path else path
    import shlex

    return shlex.quote(path)
