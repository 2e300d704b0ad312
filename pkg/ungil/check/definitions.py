"""Functions that a header declares and nothing defines.

Linkers allow them in a shared object, as Python's own functions are not defined there either; so
they would be found by whoever imports the module first.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from ungil.diagnostics import Diagnostic, excerpt
from ungil.interface import Function, Interface

# Loads a module as the dynamic linker does; arguments: its path, the names to look for.
_LOOK_UP = """\
import ctypes, os, re, sys
path, *names = sys.argv[1:]
try:
    module = ctypes.CDLL(path, mode=os.RTLD_LAZY)
except OSError as error:
    found = re.search(r"undefined symbol: (\\w+)|symbol not found.*'_?(\\w+)'", str(error))
    print(found.group(found.lastindex) if found else "")
else:
    print(*(name for name in names if not hasattr(module, name)))
"""


def missing(
    module: Path,
    read_interface: Callable[[], Interface],
    folder: Path,
    python: Path,
    variables: Mapping[str, str],
) -> list[Diagnostic]:
    """What a built module declares and does not find when it is loaded.

    read_interface: called only if there is something to look up.
    folder: what the places in the interface are relative to.
    python, variables: the interpreter that is to import the module, and its environment.
    """
    candidates = _unresolved(module)
    if not candidates:
        return []
    declared = {f.name: f for f in read_interface().functions if f.name in candidates}
    if not declared:
        return []
    command = [str(python), "-c", _LOOK_UP, str(module), *declared]
    answer = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    return [_diagnostic(declared[n], folder) for n in answer.stdout.split() if n in declared]


# Programs that list what a shared object leaves to others, and the lines that do. readelf takes a
# tenth of nm's time, and knows nothing but ELF.
_LISTERS = (
    (("readelf", "--dyn-syms", "--wide"), re.compile(r"\bGLOBAL +\w+ +UND (\w+)$", re.MULTILINE)),
    (("nm", "-D", "--undefined-only"), re.compile(r"^\s*U (\w+)$", re.MULTILINE)),
)


def _unresolved(module: Path) -> set[str]:
    """The names that a shared object leaves to others and that may be the author's.

    Those with a version are the C library's, or that of a library that is linked. Without a
    program that reads it there is nothing to tell.
    """
    for command, line in _LISTERS:
        try:
            done = subprocess.run([*command, module], capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            continue
        return {name for name in line.findall(done.stdout) if not name.startswith(("Py", "_Py"))}
    return set()


def _diagnostic(function: Function, folder: Path) -> Diagnostic:
    span = function.span
    try:
        lines = (folder / span.file).read_text(encoding="utf-8").splitlines()
        shown = excerpt(lines[span.line - 1], span.column, span.length)
    except (OSError, IndexError):
        shown = ""
    return Diagnostic(
        "undefined-function",
        span,
        f"{function.name}() is declared, but nothing that the module is linked from defines it",
        hint="define it in a source that the build names, or link the library that has it",
        excerpt=shown,
    )
