"""Whole projects, and environments to build them in."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packages.environments import (
    Environment,
    interpreter,
    make_environment,
)
from tests.packages.projects import ROOT, build_wheel, copy_project


@pytest.fixture(scope="session")
def author_3_11(author: Environment, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The same on CPython 3.11, whose wheels every later version takes."""
    if sys.version_info[:2] == (3, 11):
        return author
    folder = tmp_path_factory.mktemp("author 3.11") / "venv"
    environment = make_environment(folder, interpreter("3.11").path)
    environment.pip("install", ROOT)
    return environment


@pytest.fixture
def make_project(tmp_path: Path) -> Callable[[str], Path]:
    """Gives the project, or a variant of it, in a folder whose name is hard on tools."""
    return lambda overlay: copy_project(tmp_path / "my project é", overlay)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The project as DESIGN has it: Meson through `ungil.backend`."""
    return copy_project(tmp_path / "my project é")


@pytest.fixture(scope="session")
def wheel(author_3_11: Environment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's wheel: built once, by CPython 3.11 and plain meson-python."""
    folder = tmp_path_factory.mktemp("wheel")
    project = copy_project(tmp_path_factory.mktemp("plain") / "my project é", "plain_mesonpy")
    return build_wheel(author_3_11, project, folder)


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the project's wheel is unpacked to, for PYTHONPATH."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="session")
def consumer(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment without anything: not even cffi."""
    return make_environment(tmp_path_factory.mktemp("consumer") / "venv", Path(sys.executable))
