"""Whole projects, and an environment to build them in.

The environment holds nothing but ungil's wheel, installed for real; what ungil needs (Meson,
cffi, ...) is lent to it by the environment that the tests run in.
"""

from __future__ import annotations

import os
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.packages.environments import (
    Environment,
    bound_by_permissions,
    interpreter,
    lend_site_packages,
    make_environment,
    read_only,
    run,
)
from tests.packages.projects import ROOT, SCRIPTS, build_wheel, copy_project


@pytest.fixture(scope="session")
def ungil_sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's sdist, made where no git is to be found."""
    folder = tmp_path_factory.mktemp("sdist of ungil é")
    hook = "import sys; from ungil import backend; backend.build_sdist(sys.argv[1])"
    run([sys.executable, "-c", hook, folder], ROOT, PATH=SCRIPTS, PYTHONPATH="pkg")
    (archive,) = folder.iterdir()
    return archive


@pytest.fixture(scope="session")
def ungil_wheel(ungil_sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's wheel, made of its unpacked sdist, which cannot be written to."""
    source = tmp_path_factory.mktemp("source of ungil é")
    with tarfile.open(ungil_sdist) as archive:
        archive.extractall(source, filter="data")
    (project,) = source.iterdir()
    folder = tmp_path_factory.mktemp("wheel of ungil é")
    build = tmp_path_factory.mktemp("build of ungil é")
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"]
    with read_only(project):
        run(
            bound_by_permissions([*pip, "--wheel-dir", folder, f"-Cbuild-dir={build}", project]),
            PATH=f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}",
        )
    (wheel,) = folder.iterdir()
    return wheel


@pytest.fixture(scope="session")
def author(ungil_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """An environment that has ungil, to build other projects in."""
    environment = make_environment(tmp_path_factory.mktemp("author") / "venv", Path(sys.executable))
    environment.pip("install", "--no-deps", "--no-index", ungil_wheel)
    lend_site_packages(environment)
    return environment


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
