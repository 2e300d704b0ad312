"""The C compiler, Python's headers and Meson, looked for before they are needed."""

from __future__ import annotations

import importlib.util
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

    Where there is none, the package ziglang serves as one.

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
    if _has_zig():
        return [sys.executable, "-m", "ziglang", "cc"]
    raise ToolchainError(
        f"No C compiler found (looked for {', '.join(COMPILERS)}).\n"
        "Install one (Debian: apt-get install gcc; Fedora: dnf install gcc;\n"
        "macOS: xcode-select --install), or get one with pip, which is slow the first time:\n"
        "    pip install ziglang\n"
        "ungil finds it beside itself; for builds in an environment of their own name it:\n"
        '    export CC="python -m ziglang cc" AR="python -m ziglang ar"'
    )


def _has_zig() -> bool:
    return importlib.util.find_spec("ziglang") is not None


def variables() -> dict[str, str]:
    """What tells Meson of a compiler that it would not find by itself: ziglang's."""
    if "CC" in os.environ or os.name == "nt" or any(map(shutil.which, COMPILERS)):
        return {}
    python = shlex.quote(sys.executable)
    return {f: f"{python} -m ziglang {f.lower()}" for f in ("CC", "AR")} if _has_zig() else {}


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


def check_meson() -> None:
    """Raises ToolchainError unless there is a Meson on PATH."""
    if shutil.which("meson") is None:
        raise ToolchainError("No Meson found.\nGet it: pip install meson")
