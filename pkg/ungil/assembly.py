"""One module between its headers and its files: what they say, written as C and as a stub."""

from __future__ import annotations

import contextlib
import os
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Protocol

from ungil import output
from ungil.diagnostics import Diagnostic
from ungil.frozen import frozen
from ungil.generate import call_layer, cdef, stub
from ungil.interface import Interface
from ungil.set_source import StrPath

Target = StrPath | IO[str]


@frozen
class Assembly:
    """One module, read and checked: all that its files are written from.

    folder: the script's.
    options: what `cffi.FFI.set_source` gets besides the module's name and source.
    notes: what the headers' author is told.
    """

    module: str
    interface: Interface
    folder: Path
    options: dict[str, Any]
    notes: tuple[Diagnostic, ...] = ()

    @property
    def base(self) -> str:
        """The last part of the module's name, which its files are named after."""
        return self.module.rpartition(".")[2]

    @property
    def head(self) -> str:
        """The first lines of the C file; even cffi's header comes after them."""
        unwanted = not self.options.get("py_limited_api", True)
        choice = "#define _CFFI_NO_LIMITED_API\n" if unwanted else ""
        return choice + call_layer.runtime_part("limited_api.h", set())

    @property
    def runtime_file(self) -> str:
        """The name of the C runtime's file, where it has one of its own."""
        return f"{self.base}_runtime.c"

    @cached_property
    def runtime(self) -> str:
        """The C that the module's functions stand on, a part of the call layer."""
        return call_layer.write_runtime(self.interface, self.module)

    @property
    def call_layer(self) -> str:
        """The C of the module itself."""
        return call_layer.write(self.interface, self.module, self.runtime)

    @property
    def declarations(self) -> str:
        """The C that cffi reads."""
        return cdef.write(self.interface)

    @cached_property
    def stub(self) -> str:
        """The module's type stub."""
        return stub.write(self.interface, self.module)

    @property
    def package_stub(self) -> Path | None:
        """Where the stub lies in the package's source; None where the package is not found."""
        package = self.module.rpartition(".")[0].replace(".", os.sep)
        for root in ("pkg", "src", "."):
            folder = self.folder / root / package
            if package and folder.is_dir():
                return folder / f"{self.base}.pyi"
        return None

    def refresh_stub(self) -> None:
        """Puts the stub into the package's source, where type checkers find it.

        They see nothing of an editable install's build folder. A source tree that cannot be
        written to is no error: an installed package has its stub from the build.
        """
        path = self.package_stub
        if path is not None:
            with contextlib.suppress(OSError):
                output.write(path.parent, {path.name: self.stub.encode()})


class FFIBuilder(Protocol):
    """What `builder` returns: a `cffi.FFI`, or its stand-in where there is no cffi."""

    assembly: Assembly

    def emit_c_code(self, filename: Target) -> None:
        """Writes the module's C file."""


def write_text(target: Target, text: str) -> None:
    """Writes to a path or to an open file, as cffi's own methods do."""
    if isinstance(target, str | os.PathLike):
        Path(target).write_text(text, encoding="utf-8")
    else:
        target.write(text)
