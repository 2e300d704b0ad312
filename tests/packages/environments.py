"""Virtual environments, and the interpreters of this machine."""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest


def run(
    command: Sequence[str | os.PathLike[str]],
    folder: Path | None = None,
    *,
    fails: bool = False,
    **variables: str,
) -> subprocess.CompletedProcess[str]:
    """Runs a command, and insists that it ends as expected; `variables` are its environment's."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [os.fspath(part) for part in command],
        cwd=folder,
        env=environment | variables,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode != 0) == fails, f"{command}\n{done.stdout}\n{done.stderr}"
    return done


@dataclass(frozen=True)
class Interpreter:
    """A CPython on this machine."""

    path: Path
    version: tuple[int, int]

    @property
    def name(self) -> str:
        return f"{self.version[0]}.{self.version[1]}"


@dataclass(frozen=True)
class Environment:
    """A virtual environment."""

    folder: Path

    @property
    def scripts(self) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        return self.scripts / "python"

    def run(
        self,
        *command: str | os.PathLike[str],
        folder: Path | None = None,
        fails: bool = False,
        **variables: str,
    ) -> str:
        """Runs a command as if the environment were activated; returns what it printed."""
        path = [self.scripts, sysconfig.get_path("scripts"), os.environ["PATH"]]
        variables.setdefault("PATH", os.pathsep.join(map(os.fspath, path)))
        done = run(command, folder, fails=fails, **variables)
        return done.stdout + done.stderr

    def evaluate(
        self, code: str, *, folder: Path | None = None, fails: bool = False, **variables: str
    ) -> str:
        """Runs Python code; returns what it printed."""
        return self.run(self.python, "-c", code, folder=folder, fails=fails, **variables)

    def pip(self, *arguments: str | os.PathLike[str], fails: bool = False, **variables: str) -> str:
        """Runs the tests' own pip on this environment; returns what it printed."""
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", self.python]
        return self.run(*pip, *arguments, fails=fails, **variables)


def make_environment(folder: Path, interpreter: Path) -> Environment:
    """A virtual environment without pip, which costs a tenth of one with it."""
    run([interpreter, "-m", "venv", "--without-pip", folder])
    return Environment(folder)


def lend_site_packages(environment: Environment) -> None:
    """Lets an environment import what the tests can; what is its own comes first.

    Only the folders are lent: start-up code in them, such as an editable install's, is not run.
    """
    folders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (own,) = environment.folder.glob("lib/python*/site-packages")
    (own / "lent.pth").write_text("\n".join(sorted(folders)) + "\n", encoding="utf-8")


@functools.cache
def interpreters() -> tuple[Interpreter, ...]:
    """Every CPython from 3.11 on, one a version: the tests' own, PATH's and pyenv's."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    found = {sys.version_info[:2]: Interpreter(Path(sys.executable), sys.version_info[:2])}
    candidates = [shutil.which(f"python3.{minor}") for minor in range(11, 20)]
    candidates += sorted(map(os.fspath, pyenv.glob("versions/*/bin/python")))
    for candidate in filter(None, candidates):
        version = _version(candidate)
        if version is not None and version >= (3, 11):
            found.setdefault(version, Interpreter(Path(candidate), version))
    return tuple(found[version] for version in sorted(found))


def _version(path: str) -> tuple[int, int] | None:
    """The version of a CPython; None for what is not one, such as a shim of nothing."""
    code = "import json, sys; print(json.dumps([sys.implementation.name, *sys.version_info[:2]]))"
    done = subprocess.run([path, "-c", code], capture_output=True, check=False)
    if done.returncode != 0:
        return None
    name, major, minor = json.loads(done.stdout)
    return (major, minor) if name == "cpython" else None


def interpreter(name: str) -> Interpreter:
    """The interpreter of a version; skips the test where there is none."""
    for found in interpreters():
        if found.name == name:
            return found
    pytest.skip(f"no CPython {name} on PATH or in pyenv")


@functools.cache
def cffi_folder(version: str) -> Path:
    """A folder that holds cffi for a version of CPython, for PYTHONPATH."""
    folder = Path(tempfile.mkdtemp(prefix="ungil-cffi-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    wanted = ["--only-binary=:all:", "--no-deps", f"--python-version={version}", "cffi>=2"]
    run([*pip, "--target", folder, *wanted])
    return folder


def exported(module: Path) -> list[str]:
    """The symbols that a shared object defines for others."""
    listing = run(["nm", "-D", "--defined-only", module]).stdout
    return [line.split()[-1] for line in listing.splitlines()]


def bound_by_permissions(command: Sequence[str | os.PathLike[str]]) -> list[str | os.PathLike[str]]:
    """A command that permissions bind even when the tests are run by root."""
    if os.name != "nt" and os.geteuid() == 0:
        return ["setpriv", "--bounding-set=-dac_override,-dac_read_search", *command]
    return list(command)


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Takes away the right to write anywhere in a folder, for a while."""
    everything = [folder, *folder.rglob("*")]
    for path in everything:
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        yield
    finally:
        for path in everything:
            path.chmod(path.stat().st_mode | stat.S_IWUSR)
