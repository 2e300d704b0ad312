"""`ungil publish`: uploads what `ungil build` has left in `dist`."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from packaging.utils import InvalidSdistFilename, InvalidWheelFilename
from packaging.utils import parse_sdist_filename as parse_sdist
from packaging.utils import parse_wheel_filename as parse_wheel
from packaging.version import InvalidVersion, Version

from ungil.project import repository, script, target
from ungil.project.error import CommandError
from ungil.project.interruption import signals_raise
from ungil.project.upload import Upload


def run(given: str | None, folder: Path | None, *, skip_existing: bool, as_json: bool) -> None:
    """Checks the distributions of the project's version, and uploads them. Raises CommandError.

    given: the repository: a URL, or a section of ~/.pypirc; PyPI when None.
    folder: where the distributions are; `dist` in the project when None.
    """
    if importlib.util.find_spec("twine") is None:
        raise CommandError(
            "`ungil publish` needs twine", hint="get it: pip install 'ungil[publish]'"
        )
    root = script.find().parent
    wanted = repository.find(given)
    version, files = distributions(root, folder or root / "dist")
    if wanted.is_pypi:
        _refuse_local(files)
    upload = Upload(root, wanted, quiet=as_json)
    uploaded: list[Path] = []
    skipped: list[Path] = []
    with signals_raise():
        upload.check(files)
        for file in files:
            done = upload.upload(file, skip_existing=skip_existing)
            (uploaded if done else skipped).append(file)
    if as_json:
        report = {
            "repository": wanted.place,
            "version": version,
            "uploaded": list(map(str, uploaded)),
            "skipped": list(map(str, skipped)),
        }
        click.echo(json.dumps(report, indent=2, ensure_ascii=False))
        return
    for file in files:
        click.echo(f"{file.name}{'' if file in uploaded else ' (was there already)'}")
    click.echo(f"  {click.style('published', fg='green')} on {wanted.place}")


def distributions(root: Path, folder: Path) -> tuple[str, list[Path]]:
    """The project's version, and the distributions of it in a folder, the sdist first.

    Raises CommandError if there are none, or those of other versions only.
    """
    found: dict[Version, list[Path]] = {}
    for path in sorted(folder.glob("*")):
        if (version := _version(path)) is not None:
            found.setdefault(version, []).append(path)
    if not found:
        raise CommandError(
            f"nothing is built: there is no wheel and no sdist in {folder}",
            hint="build them first: ungil build --release",
        )
    current = _current_version(root)
    listed = ", ".join(map(str, sorted(found)))
    if current is None:
        if len(found) > 1:
            raise CommandError(
                f"{folder} holds several versions: {listed}", hint="remove those that are old"
            )
        (current,) = found
    if current not in found:
        raise CommandError(
            f"{folder} holds version {listed}, but the project is at {current} now",
            hint="build it first: ungil build --release",
        )
    files = sorted(found[current], key=lambda path: path.suffix == ".whl")
    return str(current), [path for path in files if not _has_better(path, files)]


def _version(path: Path) -> Version | None:
    """The version of a distribution; None of what is not one."""
    try:
        if path.suffix == ".whl":
            return parse_wheel(path.name)[1]
        return parse_sdist(path.name)[1] if path.name.endswith(".tar.gz") else None
    except (InvalidWheelFilename, InvalidSdistFilename):
        return None


def _current_version(root: Path) -> Version | None:
    """What pyproject.toml says, or meson.build where that is left to the backend."""
    text: str | None = target.project_table(root).get("version")
    if text is None and (root / "meson.build").exists():
        command = [sys.executable, "-m", "mesonbuild.mesonmain", "introspect", "--projectinfo"]
        done = subprocess.run(
            [*command, str(root / "meson.build")], capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            text = json.loads(done.stdout)["version"]
    try:
        return None if text is None else Version(text)
    except InvalidVersion:
        return None


def _is_local(path: Path) -> bool:
    """Whether a wheel is for machines like the one that built it."""
    return re.search(r"-linux_\w+\.whl$", path.name) is not None


def _has_better(path: Path, files: Sequence[Path]) -> bool:
    """Whether the same wheel is there in a form that serves other machines too."""
    stem = path.name.rpartition("-linux_")[0]
    return _is_local(path) and any(
        other.name.startswith(f"{stem}-") and "linux" in other.name and not _is_local(other)
        for other in files
    )


def _refuse_local(files: Sequence[Path]) -> None:
    for path in filter(_is_local, files):
        raise CommandError(
            f"{path.name} is for machines like this one only, and PyPI takes no such wheel",
            hint="build one that serves others: ungil build --release",
        )
