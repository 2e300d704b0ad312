"""A project's builder script: finding it, running it, and what it binds."""

from __future__ import annotations

import contextlib
import os
import runpy
import sys
import traceback
from pathlib import Path

from ungil.assembly import FFIBuilder
from ungil.diagnostics import Diagnostic, HeaderError
from ungil.interface import Interface
from ungil.project.error import CommandError

NAME = "build_ffi.py"


class HeadersError(CommandError):
    """The headers cannot be bound; what is wrong with them has been printed already."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("the headers cannot be bound")
        self.diagnostics = diagnostics


def find(start: Path | None = None) -> Path:
    """The builder script of the project that a folder (the current one) belongs to."""
    folder = (start or Path.cwd()).absolute()
    for candidate in (folder, *folder.parents):
        if (candidate / NAME).is_file():
            return candidate / NAME
    raise CommandError(
        f"there is no {NAME} in {folder} or above it",
        hint="go to a project's folder, or start a project: ungil new NAME",
    )


def load(script: Path) -> FFIBuilder:
    """Runs the script, and returns the `ffibuilder` that it binds.

    Raises HeadersError, or CommandError for whatever else ends the script.
    """
    before = list(sys.path)
    sys.path.insert(0, str(script.parent))
    try:
        names = runpy.run_path(str(script), run_name="__ungil__")
    except SystemExit as end:
        if isinstance(end.__cause__, HeaderError):
            raise HeadersError(end.__cause__.diagnostics) from end
        raise
    except Exception as error:
        raise CommandError(f"{script.name} failed:\n{_traceback(error, script)}") from error
    finally:
        sys.path[:] = before
    ffibuilder: FFIBuilder | None = names.get("ffibuilder")
    if not hasattr(ffibuilder, "assembly"):
        raise CommandError(
            f"{script} binds no `ffibuilder`",
            hint='it wants a line such as: ffibuilder = ungil.builder("myproj._native", headers=…)',
        )
    assert ffibuilder is not None
    return ffibuilder


def read_interface(script: Path) -> Interface:
    """What a builder script binds, in silence: it has spoken before."""
    with open(os.devnull, "w") as nothing, contextlib.redirect_stderr(nothing):
        return load(script).assembly.interface


def _traceback(error: Exception, script: Path) -> str:
    """The traceback from the author's own line on: how the script was run is of no interest."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [i for i, frame in enumerate(frames) if frame.filename == str(script)]
    lines = traceback.format_list(frames[own[0] :]) if own else []
    return "".join([*lines, *traceback.format_exception_only(error)]).rstrip()
