"""The project that the tests build, in several variants."""

from __future__ import annotations

import shutil
import sysconfig
from pathlib import Path

from tests.packages.environments import Environment

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SCRIPTS = sysconfig.get_path("scripts")


def copy_project(folder: Path, overlay: str = "") -> Path:
    """Copies the project to a new folder, with one of the overlays beside it laid over it."""
    leavings = shutil.ignore_patterns("*.pyi", "__pycache__", "build")
    shutil.copytree(HERE / "myproj", folder, ignore=leavings)
    if overlay:
        shutil.copytree(HERE / overlay, folder, dirs_exist_ok=True)
    return folder


def build_wheel(environment: Environment, project: Path, folder: Path) -> Path:
    """Builds a project's wheel with what the environment has."""
    environment.pip(
        "wheel", "--no-deps", "--no-index", "--no-build-isolation", "--wheel-dir", folder, project
    )
    (wheel,) = folder.glob("*.whl")
    return wheel
