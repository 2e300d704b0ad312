"""`ungil build`: an sdist and a wheel that have been tried before they are called done."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from ungil import sdist, wheel
from ungil.check import definitions
from ungil.project import script, target, tool
from ungil.project.error import CommandError
from ungil.project.interruption import signals_raise
from ungil.project.sanitizers import OPTIONS, sanitizer_variables
from ungil.project.target import Target

_OLDEST = "cp311"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be built.

    release: audited, and repaired so that it needs no library of this machine.
    only_sdist: no wheel.
    isolated: in environments of their own, as an index's users build.
    """

    release: bool
    only_sdist: bool
    sanitize: bool
    isolated: bool


def run(wanted: Wanted, out: Path | None, *, as_json: bool) -> None:
    """Builds into `out` (default: `dist` in the project). Raises CommandError.

    Nothing comes into `out` before all of it has been tried.
    """
    root = script.find().parent
    folder = out or root / "dist"
    _require(wanted)
    _refuse_dirty(root)
    with signals_raise(), tempfile.TemporaryDirectory(prefix="ungil-build-") as name:
        workplace = _Workplace(root, Path(name), wanted, quiet=as_json)
        files = workplace.files()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            done = [_move(file, folder) for file in files]
        except OSError as error:
            raise CommandError(f"cannot write to {folder}: {error.strerror}") from error
    if as_json:
        report = {"files": [str(file) for file in done], "checks": workplace.checks}
        click.echo(json.dumps(report, indent=2, ensure_ascii=False))
        return
    for file in done:
        click.echo(os.path.relpath(file))
    for check in workplace.checks:
        click.echo(f"  {check}")


def _require(wanted: Wanted) -> None:
    """Raises CommandError unless the tools are there."""
    needed = ["build"]
    if wanted.release and not wanted.only_sdist:
        needed += ["abi3audit", *(["auditwheel"] if sys.platform == "linux" else [])]
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    path = target.find(Path(sys.executable)).variables["PATH"]
    if "auditwheel" in needed and shutil.which("patchelf", path=path) is None:
        missing.append("patchelf")
    if missing:
        raise CommandError(
            f"`ungil build` needs {', '.join(missing)}", hint="get it: pip install 'ungil[build]'"
        )


def _refuse_dirty(root: Path) -> None:
    """An sdist holds what is committed, so what is not must not be missed silently."""
    if not sdist.is_tracked(root):
        return
    options = ["--porcelain", "--no-renames", "--untracked-files=all", "-z"]
    status = ["git", "status", *options, "--", "."]
    try:
        done = subprocess.run(status, cwd=root, capture_output=True, check=False)
    except OSError:
        return
    changed = [os.fsdecode(entry)[3:] for entry in done.stdout.split(b"\0") if entry]
    if changed:
        listed = "\n".join(f"    {name}" for name in changed)
        raise CommandError(
            f"these files are not committed, and would not be built:\n{listed}",
            hint="commit them, or name them in .gitignore",
        )


def _move(file: Path, folder: Path) -> Path:
    """Puts a file into a folder, whole; returns its new path."""
    temporary = folder / f".{file.name}.{os.getpid()}"
    try:
        shutil.copyfile(file, temporary)
        os.replace(temporary, folder / file.name)
    finally:
        temporary.unlink(missing_ok=True)
    return folder / file.name


class _Workplace:
    """A temporary folder in which the distributions of a project are made and tried."""

    def __init__(self, root: Path, folder: Path, wanted: Wanted, *, quiet: bool) -> None:
        self._root = root
        self._folder = folder
        self._wanted = wanted
        self._quiet = quiet
        self._source = root
        self._meson = target.is_built_by_meson(root)
        # What tools that are interrupted leave goes with the rest.
        temporary = folder / "temporary"
        temporary.mkdir()
        self._variables = target.find(Path(sys.executable)).variables
        self._variables |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
        self.checks: list[str] = []

    def files(self) -> list[Path]:
        """The sdist, and the wheel that is built from it and works."""
        archive = self._build("sdist", self._root, "*.tar.gz")
        if self._wanted.only_sdist:
            return [archive]
        built = self._build("wheel", self._unpacked(archive), "*.whl")
        built = self._serving_all(built)
        if self._wanted.release and sys.platform == "linux":
            built = self._repaired(built)
        self._try(built)
        return [archive, built]

    def _run(self, what: str, command: Sequence[str | Path], **variables: str) -> str:
        return tool.run(
            what,
            list(map(str, command)),
            self._folder,
            self._variables | variables,
            quiet=self._quiet,
            edit=lambda text: re.sub(r"(?:\.\./)*source/[^/\s]+/", "", text),
        )

    def _build(self, kind: str, source: Path, pattern: str) -> Path:
        out = self._folder / kind
        command = [sys.executable, "-m", "build", f"--{kind}", "--outdir", str(out)]
        if not self._wanted.isolated:
            command += ["--no-isolation", "--skip-dependency-check"]
        if self._meson:
            # A build in the source folder, which may be read-only, is the other choice.
            command += [f"--config-setting=build-dir={self._folder / kind}-objects"]
            if self._wanted.sanitize and kind == "wheel":
                command += [f"--config-setting=setup-args={option}" for option in OPTIONS]
        self._run(f"building the {kind}", [*command, str(source)])
        (built,) = out.glob(pattern)
        return built

    def _unpacked(self, archive: Path) -> Path:
        folder = self._folder / "source"
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        (self._source,) = folder.iterdir()
        return self._source

    def _serving_all(self, built: Path) -> Path:
        """Tags an abi3 wheel for the oldest CPython it serves, if an audit finds that it does."""
        if "-abi3-" not in built.name or importlib.util.find_spec("abi3audit") is None:
            return built
        tagged = wheel.claim_python(built, _OLDEST)
        self._run("auditing the wheel", [sys.executable, "-m", "abi3audit", "--strict", tagged])
        self.checks.append("uses nothing but the stable ABI of CPython 3.11 (abi3audit)")
        return tagged

    def _repaired(self, built: Path) -> Path:
        out = self._folder / "repaired"
        command = [sys.executable, "-m", "auditwheel", "repair", "--wheel-dir", str(out)]
        self._run("repairing the wheel", [*command, str(built)])
        (repaired,) = out.glob("*.whl")
        with zipfile.ZipFile(repaired) as archive:
            inside = [name for name in archive.namelist() if re.search(r"\.libs/[^/]+$", name)]
        bundled = ", ".join(Path(name).name for name in inside) or "none"
        self.checks.append(f"needs no library of this machine (auditwheel); bundled: {bundled}")
        return repaired

    def _try(self, built: Path) -> None:
        """Installs the wheel where nothing else is, and imports it."""
        folder = self._folder / "venv"
        self._run("making an environment", [sys.executable, "-m", "venv", "--without-pip", folder])
        scripts = folder / ("Scripts" if os.name == "nt" else "bin")
        fresh = target.find(scripts / "python")
        self._run("installing the wheel", [*fresh.installer(), built])
        self._refuse_undefined(fresh)
        modules = _modules(built)
        code = f"import importlib\nfor name in {modules!r}: importlib.import_module(name)"
        variables = self._sanitized() if self._wanted.sanitize else {}
        self._run("importing it", [fresh.python, "-I", "-c", code], **variables)
        self.checks.append(f"installed into a new environment, imported: {', '.join(modules)}")

    def _refuse_undefined(self, fresh: Target) -> None:
        """Names what is declared and not defined by its declaration, before an import fails."""
        found = [
            str(diagnostic)
            for module in fresh.prefix.rglob("*.so")
            for diagnostic in definitions.missing(
                module,
                lambda: script.read_interface(self._source / script.NAME),
                self._source,
                fresh.python,
                self._variables,
            )
        ]
        if found:
            raise CommandError("\n".join(["the wheel cannot be imported", *found]))

    def _sanitized(self) -> Mapping[str, str]:
        return sanitizer_variables(self._variables)


def _modules(built: Path) -> list[str]:
    """The dotted names of the extension modules in a wheel, and of the packages they are in."""
    found: dict[str, None] = {}
    with zipfile.ZipFile(built) as archive:
        for name in archive.namelist():
            if re.search(r"\.(so|pyd)$", name) and ".libs/" not in name:
                path = name.partition(".")[0].split("/")
                for length in range(1, len(path) + 1):
                    found[".".join(path[:length])] = None
    return list(found)
