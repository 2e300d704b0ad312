"""The keyword arguments of `cffi.FFI.set_source`, and the paths in them."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ungil import interpreter

StrPath = str | os.PathLike[str]

INCLUDE = Path(__file__).parent / "include"
"""The folder of ungil.h."""


class BuildError(Exception):
    """What stops a build, said in one paragraph."""


def paths(what: str, given: Iterable[StrPath], folder: Path) -> list[Path]:
    """The absolute paths of `given`, relative to a folder.

    Raises BuildError for one that a depfile cannot name. `what` is the argument's name.
    """
    if isinstance(given, str | os.PathLike):
        raise BuildError(f"{what} must be a list of paths, not the path {os.fspath(given)!r}")
    absolute = [Path(os.path.normpath(folder / path)) for path in given]
    for path in absolute:
        if re.search(r"[\x00-\x1f\x7f]", str(path)):
            raise BuildError(
                f"{str(path)!r} cannot be built: ninja has no way to name a path with a newline or "
                "another control character in it"
            )
    return absolute


def options(
    headers: Sequence[Path], sources: Sequence[Path], folder: Path, given: Mapping[str, Any]
) -> dict[str, Any]:
    """The author's keyword arguments, paths relative to `folder`, and what the module needs."""
    merged = dict(given)
    for name in ("include_dirs", "library_dirs", "extra_objects", "depends"):
        if name in merged:
            merged[name] = [os.fspath(folder / path) for path in merged[name]]

    def append(name: str, *values: object) -> None:
        merged[name] = [*merged.get(name, ()), *values]

    merged["sources"] = [_from_here(path) for path in sources]
    append("include_dirs", *_folders(headers), os.fspath(INCLUDE))
    append("depends", *map(os.fspath, headers))
    if sys.platform != "win32":
        append("extra_compile_args", "-fvisibility=hidden")
    if merged.get("py_limited_api", True) and interpreter.has_limited_api():
        append("define_macros", ("Py_LIMITED_API", "0x030B0000"))
    return merged


def _folders(files: Iterable[Path]) -> list[str]:
    """The folders that hold the files, each once."""
    return list(dict.fromkeys(os.fspath(path.parent) for path in files))


def _from_here(path: Path) -> str:
    """A path relative to the working folder, as setuptools wants sources, unless that climbs."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # on another drive
        return os.fspath(path)
    return os.fspath(path) if relative.startswith(os.pardir) else relative
