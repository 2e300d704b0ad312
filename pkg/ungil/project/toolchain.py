"""The C compiler and Python's headers, looked for before Meson is."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import sysconfig
from pathlib import Path


class ToolchainError(Exception):
    """A tool is missing; the text says what to install."""


# In Meson's order. Visual Studio is Meson's to find: its compiler is seldom on PATH.
COMPILERS = ("cc", "gcc", "clang", "nvc", "pgcc", "icc", "icx")


def c_compiler() -> list[str]:
    """The command of the C compiler that Meson will use: CC's, else the first that is there.

    Raises ToolchainError. Of no use on Windows.
    """
    chosen = shlex.split(os.environ.get("CC", ""))
    if chosen:
        if shutil.which(chosen[0]) is None:
            raise ToolchainError(f"CC names {chosen[0]!r} as the C compiler, and it is not there.")
        return chosen
    for name in COMPILERS:
        if shutil.which(name) is not None:
            return [name]
    raise ToolchainError(
        "No C compiler found (looked for "
        + ", ".join(COMPILERS)
        + ").\nInstall one (Debian: apt-get install gcc; Fedora: dnf install gcc; "
        "macOS: xcode-select --install),\nor get one with pip and name it; "
        "it is slow the first time:\n"
        "    pip install ziglang\n"
        '    export CC="python -m ziglang cc" AR="python -m ziglang ar"'
    )


def python_headers() -> Path:
    """The folder of `Python.h` for the running interpreter. Raises ToolchainError."""
    folder = Path(sysconfig.get_path("include"))
    if not (folder / "Python.h").is_file():
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise ToolchainError(
            f"Python.h of Python {version} is not in {folder}.\nInstall it (Debian: "
            f"apt-get install python{version}-dev; Fedora: dnf install python3-devel)."
        )
    return folder


def check() -> None:
    """Raises ToolchainError unless extension modules can be built here."""
    if os.name != "nt":
        c_compiler()
    python_headers()
