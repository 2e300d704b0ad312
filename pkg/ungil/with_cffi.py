"""The `ffibuilder` where cffi is installed: a `cffi.FFI` that all of cffi's routes take.

Imported only there; `ungil.without_cffi` is its counterpart.
"""

from __future__ import annotations

import contextlib
import io
import os
from typing import Any

import cffi

from ungil.assembly import Assembly, Target, write_text
from ungil.generate.call_layer import runtime_part
from ungil.set_source import BuildError


class FFI(cffi.FFI):
    """A `cffi.FFI` on which `cdef` and `set_source` have been called."""

    def __init__(self, assembly: Assembly) -> None:
        super().__init__()
        self.assembly = assembly
        try:
            self.cdef(assembly.declarations)
        except (cffi.CDefError, cffi.FFIError) as error:
            raise BuildError(f"cffi cannot read the declarations: {error}") from error
        self.set_source(
            assembly.module,
            "#define UNGIL_WITH_CFFI 1\n"
            f"{assembly.call_layer}\n"
            f"#define PyInit_{assembly.base} ungil_cffi_init\n"
            f"{runtime_part('cffi_half.h', set())}",
            **assembly.options,
        )

    def emit_c_code(self, filename: Target) -> None:
        """Writes the whole module, as `cffi.FFI.emit_c_code` does.

        The limited API is chosen in the text, for whoever compiles it without choosing.
        """
        generated = io.StringIO()
        with contextlib.redirect_stdout(io.StringIO()):  # cffi reports what it is "generating"
            super().emit_c_code(generated)
        write_text(filename, self.assembly.head + generated.getvalue())

    def compile(self, *arguments: Any, **options: Any) -> str:
        """Compiles the module, as `cffi.FFI.compile` does.

        cffi changes to another folder for that, while setuptools wants sources relative to its
        own: they are made absolute here.
        """
        self.assembly.refresh_stub()
        set_source: dict[str, Any] = self._assigned_source[3]
        relative = set_source["sources"]
        set_source["sources"] = [os.path.abspath(path) for path in relative]
        try:
            compiled: str = super().compile(*arguments, **options)
        finally:
            set_source["sources"] = relative
        return compiled
