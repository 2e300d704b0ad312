"""The `ffibuilder` where cffi is not installed: the call layer alone, which `main` writes.

Counterpart of `ungil.with_cffi`.
"""

from __future__ import annotations

from typing import NoReturn

from ungil import interpreter
from ungil.assembly import Assembly, Target, write_text


class CallLayerOnly:
    """Stands in for a `cffi.FFI`; the module's `ffi` and `lib` say why they are missing."""

    def __init__(self, assembly: Assembly) -> None:
        self.assembly = assembly

    def emit_c_code(self, filename: Target) -> None:
        """Writes the whole module, as `cffi.FFI.emit_c_code` does."""
        write_text(
            filename,
            f"{self.assembly.head}#define UNGIL_WITH_CFFI 0\n"
            f'#define UNGIL_NO_CFFI_REASON "{interpreter.why_no_cffi()}"\n'
            f"{self.assembly.call_layer}",
        )

    def __getattr__(self, name: str) -> NoReturn:
        raise AttributeError(
            f"ffibuilder.{name} is not there without cffi: {interpreter.why_no_cffi()}"
        )
