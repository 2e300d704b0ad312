"""The Python environment that a command installs into, and what it is installed with."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ungil.project import tool
from ungil.project.error import CommandError

# Prints what must be known of an interpreter; arguments: the distributions to look for.
_QUESTION = """\
import importlib.metadata, json, os, sys, sysconfig
def version(name):
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
print(json.dumps({
    "prefix": sys.prefix,
    "scripts": sysconfig.get_path("scripts"),
    "version": sys.version_info[:2],
    "flags": getattr(sys, "abiflags", ""),
    "versions": {name: version(name) for name in ["pip", *sys.argv[1:]]},
}))
"""

# What ungil's backend asks for besides `requires`; it looks for a C compiler first.
_BACKEND = """\
import json, ungil.backend
print(json.dumps(ungil.backend.get_requires_for_build_editable()))
"""


@dataclass(frozen=True, slots=True)
class Target:
    """An interpreter with an environment of its own, or without one.

    tag: what tells its builds from others', as in "cp311".
    scripts: the folder of its commands.
    pip: whether it has pip.
    """

    python: Path
    prefix: Path
    scripts: Path
    tag: str
    pip: bool

    @property
    def variables(self) -> dict[str, str]:
        """The environment of processes that work for it: as if it were activated."""
        path = [str(self.scripts), os.path.dirname(sys.executable), os.environ.get("PATH", "")]
        return {
            **os.environ,
            "PATH": os.pathsep.join(path),
            "VIRTUAL_ENV": str(self.prefix),
            "PYTHONIOENCODING": "utf-8:backslashreplace",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }

    def installer(self) -> list[str]:
        """The command that installs into it: uv's where uv made the environment, else pip's."""
        uv = shutil.which("uv", path=self.variables["PATH"])
        if uv is not None and _made_by_uv(self.prefix):
            return [uv, "pip", "install", "--python", str(self.python)]
        pip = ["-m", "pip", "--no-input"]
        if self.pip:
            return [str(self.python), *pip, "install"]
        if _has_pip(sys.executable):
            return [sys.executable, *pip, "--python", str(self.python), "install"]
        if uv is not None:
            return [uv, "pip", "install", "--python", str(self.python)]
        raise CommandError(
            f"there is neither pip nor uv for {self.python}",
            hint=f"get one: {self.python} -m ensurepip",
        )


def find(python: Path | None) -> Target:
    """The environment of an interpreter; of None, of the one that is active, else our own."""
    path = python or _active() or Path(sys.executable)
    found = shutil.which(path)
    if found is None:
        raise CommandError(f"--python {path}: there is no such interpreter")
    answer = _ask(Path(found), [])
    major, minor = answer["version"]
    return Target(
        Path(os.path.abspath(found)),
        Path(answer["prefix"]),
        Path(answer["scripts"]),
        f"cp{major}{minor}{answer['flags']}",
        answer["versions"]["pip"] is not None,
    )


def require(target: Target, project: Path, *, quiet: bool = False) -> None:
    """Installs what building the project needs, where that is missing.

    Editable installs build at every import, so what they build with must be there for good.
    """
    system = build_system(project)
    _install_missing(target, project, system["requires"], quiet=quiet)
    if system.get("build-backend") == "ungil.backend":
        asked = subprocess.run(
            [target.python, "-c", _BACKEND],
            cwd=project,
            env=target.variables,
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.returncode != 0:
            first, *rest = asked.stderr.strip().removeprefix("ungil: error: ").splitlines()
            raise CommandError(first, "\n".join(line.removeprefix("  ") for line in rest))
        _install_missing(target, project, json.loads(asked.stdout), quiet=quiet)


def _active() -> Path | None:
    """The interpreter of the activated environment."""
    prefix = os.environ.get("VIRTUAL_ENV") or os.environ.get("CONDA_PREFIX")
    if prefix is None:
        return None
    name = (
        os.path.join("Scripts", "python.exe") if os.name == "nt" else os.path.join("bin", "python")
    )
    path = Path(prefix, name)
    return path if path.exists() else None


def _ask(python: Path, distributions: Sequence[str]) -> dict[str, Any]:
    command = [str(python), "-c", _QUESTION, *distributions]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        answer: dict[str, Any] = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise CommandError(f"{python} does not work as a Python interpreter") from error
    if answer["version"] < [3, 11]:
        raise CommandError(f"{python} is too old: ungil needs CPython 3.11 or later")
    return answer


def build_system(project: Path) -> dict[str, Any]:
    """The table `build-system` of a project's pyproject.toml. Raises CommandError."""
    return {"requires": [], **_table(project, "build-system")}


def project_table(project: Path) -> dict[str, Any]:
    """The table `project` of a project's pyproject.toml. Raises CommandError."""
    return _table(project, "project")


def _table(project: Path, name: str) -> dict[str, Any]:
    path = project / "pyproject.toml"
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))[name]
    except FileNotFoundError as error:
        raise CommandError(f"there is no pyproject.toml in {project}") from error
    except KeyError as error:
        raise CommandError(f"{path} has no [{name}]") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: {error}") from error
    return table


def is_built_by_meson(project: Path) -> bool:
    """Whether a project's backend is ungil's or meson-python's."""
    return build_system(project).get("build-backend") in ("ungil.backend", "mesonpy")


def _install_missing(
    target: Target, project: Path, requirements: Sequence[str], *, quiet: bool
) -> None:
    from packaging.requirements import Requirement

    wanted = [r for r in map(Requirement, requirements) if r.marker is None or r.marker.evaluate()]
    versions = _ask(target.python, [r.name for r in wanted])["versions"]
    missing = [
        str(requirement)
        for requirement in wanted
        if versions[requirement.name] is None
        or not requirement.specifier.contains(versions[requirement.name], prereleases=True)
    ]
    if missing:
        tool.run(
            f"installing {', '.join(missing)}",
            [*target.installer(), *missing],
            project,
            target.variables,
            quiet=quiet,
        )


def _made_by_uv(prefix: Path) -> bool:
    try:
        lines = (prefix / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return any(line.partition("=")[0].strip() == "uv" for line in lines)


def _has_pip(python: str) -> bool:
    return _ask(Path(python), [])["versions"]["pip"] is not None
