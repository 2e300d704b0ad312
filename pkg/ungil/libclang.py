"""libclang: finding it, and where it has to look for the headers that its wheel has not.

Whatever reads C by it asks here; what of C is read is theirs.
"""

from __future__ import annotations

import functools
import subprocess
from typing import Any

from ungil.english import in_english

_INTEGER_FUNCTIONS = (
    "clang_getCursorBinaryOperatorKind",
    "clang_getCursorUnaryOperatorKind",
    "clang_Cursor_isNull",
    "clang_Cursor_isMacroFunctionLike",
)


class ClangMissingError(Exception):
    """There is no libclang, or it is of no use; the text says which."""


@functools.cache
def library() -> Any:
    """The module `clang.cindex`, with libclang loaded. Raises ClangMissingError."""
    try:
        from clang import cindex

        lib = cindex.conf.lib
        # The bindings of libclang 18 do not have these, the library does.
        for name in (*_INTEGER_FUNCTIONS, "clang_Cursor_getVarDeclInitializer"):
            getattr(lib, name).argtypes = [cindex.Cursor]
        lib.clang_Cursor_getVarDeclInitializer.restype = cindex.Cursor
    except ImportError:
        raise ClangMissingError("libclang is not installed") from None
    except (cindex.LibclangError, AttributeError) as error:
        raise ClangMissingError(f"libclang cannot be used: {error}") from error
    return cindex


@functools.cache
def system_folders(compiler: tuple[str, ...]) -> list[str]:
    """Where a C compiler, given as its command, looks for `#include <...>`."""
    command = [*compiler, "-E", "-v", "-x", "c", "/dev/null"]
    done = subprocess.run(command, env=in_english(), capture_output=True, text=True, check=False)
    _, _, rest = done.stderr.partition("#include <...> search starts here:")
    listed, _, _ = rest.partition("End of search list.")
    return [line.strip().removesuffix(" (framework directory)") for line in listed.splitlines()[1:]]
