"""PEP 517 hooks: meson-python's, and what no marker in a pyproject.toml can say.

cffi is required where there is one, the limited API is switched off where there is none and tagged
abi3 where there is one, a missing C compiler or Python.h is told before Meson starts, and a folder
that no version control tracks can be packed. A project chooses this with

    [build-system]
    build-backend = "ungil.backend"
    requires = ["ungil"]
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import mesonpy

from ungil import editable, interpreter, sdist, wheel
from ungil.project import epilogue, toolchain

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
]

Settings = Mapping[str, Any] | None


def get_requires_for_build_wheel(config_settings: Settings = None) -> list[str]:
    """What a build needs besides `requires`; the first hook of all, so it checks the tools."""
    _check_toolchain(config_settings)
    required: list[str] = mesonpy.get_requires_for_build_wheel(config_settings)
    return [*required, "cffi>=2"] if interpreter.has_cffi() else required


get_requires_for_build_editable = get_requires_for_build_wheel


def get_requires_for_build_sdist(config_settings: Settings = None) -> list[str]:
    """What an sdist needs besides `requires`."""
    required: list[str] = mesonpy.get_requires_for_build_sdist(config_settings)
    return required


def build_wheel(
    wheel_directory: str,
    config_settings: Settings = None,
    metadata_directory: str | None = None,
) -> str:
    """Builds a wheel into a folder; returns its name."""
    settings = _prepare(config_settings)
    with epilogue.diagnostics_last():
        name: str = mesonpy.build_wheel(wheel_directory, settings, metadata_directory)
    built = Path(wheel_directory) / name
    epilogue.refuse_undefined(built, Path.cwd())
    return wheel.claim_stable_abi(built).name


def build_editable(
    wheel_directory: str,
    config_settings: Settings = None,
    metadata_directory: str | None = None,
) -> str:
    """Builds the wheel of an editable install into a folder; returns its name."""
    settings = _prepare(config_settings)
    with epilogue.diagnostics_last():
        name: str = mesonpy.build_editable(wheel_directory, settings, metadata_directory)
    editable.start_late(Path(wheel_directory) / name)
    return name


def build_sdist(sdist_directory: str, config_settings: Settings = None) -> str:
    """Builds a source distribution into a folder; returns its name.

    Of a project that git or Mercurial tracks it holds what is committed, else the folder.
    """
    root = Path.cwd()
    if not sdist.is_tracked(root):
        return sdist.write(root, Path(sdist_directory))
    _put_scripts_on_path()
    name: str = mesonpy.build_sdist(sdist_directory, config_settings)
    return name


def _prepare(settings: Settings) -> dict[str, Any]:
    """Checks and sets up what Meson needs; returns the settings to give it."""
    _check_toolchain(settings)
    _find_meson()
    return _with_limited_api(settings)


def _find_meson() -> None:
    """Ends the build with one message where there is no Meson, unless one is named."""
    _put_scripts_on_path()
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    if "MESON" in os.environ or "meson" in project.get("tool", {}).get("meson-python", {}):
        return
    try:
        toolchain.check_meson()
    except toolchain.ToolchainError as error:
        _give_up(error)


def _put_scripts_on_path() -> None:
    """Lets meson-python find the `meson` of an environment that is not activated."""
    if shutil.which("meson") is None:
        paths = [sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)]
        os.environ["PATH"] = os.pathsep.join(paths)


def _setup_arguments(settings: Settings) -> list[str]:
    """The `setup-args` of pip's -C option: absent, one or several."""
    given = (settings or {}).get("setup-args", [])
    return [given] if isinstance(given, str) else list(given)


def _with_limited_api(settings: Settings) -> dict[str, Any]:
    """Settings under which Meson builds against the limited API where there is one.

    Both a meson.build and a pyproject.toml ask for it unconditionally.
    """
    merged = dict(settings or {})
    if not interpreter.has_limited_api():
        arguments = _setup_arguments(settings)
        merged["setup-args"] = [*arguments, "-Dpython.allow_limited_api=false"]
    return merged


def _check_toolchain(settings: Settings) -> None:
    """Ends the build with one message where a tool is missing, unless a machine file names it."""
    machine_files = ("--native-file", "--cross-file")
    if any(argument.startswith(machine_files) for argument in _setup_arguments(settings)):
        return
    try:
        toolchain.check()
    except toolchain.ToolchainError as error:
        _give_up(error)
    os.environ.update(toolchain.variables())


def _give_up(error: toolchain.ToolchainError) -> NoReturn:
    # Whoever looks for the message in pip's output finds its end by the indentation.
    print("\n  ".join(f"ungil: error: {error}".splitlines()), file=sys.stderr)
    raise SystemExit(1) from None
