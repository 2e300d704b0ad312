"""The place where the pages are tried."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.docs.workplace import Workplace, provide
from tests.packages.environments import lend_site_packages, make_environment
from tests.packages.projects import ROOT


@pytest.fixture(scope="session")
def reader(ungil_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site-packages of a reader who has installed ungil, to be copied."""
    environment = make_environment(tmp_path_factory.mktemp("reader") / "venv", Path(sys.executable))
    environment.pip("install", "--no-deps", "--no-index", ungil_wheel)
    lend_site_packages(environment)
    (site,) = environment.folder.glob("lib/python*/site-packages")
    return site


@pytest.fixture
def workplace(reader: Path, ungil_wheel: Path, tmp_path: Path) -> Callable[[], Workplace]:
    """Makes a new folder, and a new environment with ungil in it, active."""

    def make() -> Workplace:
        environment = make_environment(tmp_path / "venv", Path(sys.executable))
        (site,) = environment.folder.glob("lib/python*/site-packages")
        shutil.copytree(reader, site, dirs_exist_ok=True)
        provide(environment, ["build", "pip", "pytest", "ungil"])
        folder = tmp_path / "page" / "here"
        folder.mkdir(parents=True)
        variables = {
            "HOME": str(folder),
            "PIP_FIND_LINKS": ungil_wheel.parent.as_uri(),
            "PIP_NO_BUILD_ISOLATION": "0",  # pip reads it so: without
            "UNGIL_EXAMPLES": str(ROOT / "examples"),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }
        return Workplace(folder, environment, variables)

    return make
