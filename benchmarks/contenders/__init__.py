"""The contenders, in the order of the tables.

Each module has `NAME`, `build(workshop)`, which gives a `Contender` or raises `MissingError`, and
where it helps a source file of the same name.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from benchmarks.workshop import MissingError, Workshop

ORDER = (
    *("ungil", "ungil_auto", "floor", "c2py23", "cython", "f2py", "nanobind", "pyo3", "pybind11"),
    *("numpy", "cffi", "ctypes"),
)


@dataclass(frozen=True, slots=True)
class Call:
    """A statement to time, such as `f(1, 2)`.

    names: what it uses, made local variables before the clock starts.
    """

    statement: str
    names: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Contender:
    """A binding of the kernels that is ready to be called.

    module: what a user imports; its import is timed.
    calls: by the name of the case; one that is missing is something the tool cannot do.
    note: what the reader of the table should know.
    """

    name: str
    version: str
    module: str
    calls: Mapping[str, Call] = field(repr=False)
    note: str = ""


def build(workshop: Workshop, only: Iterable[str] = ()) -> tuple[list[Contender], dict[str, str]]:
    """Builds all contenders, or those named; also tells which are missing, and why."""
    chosen = list(only) or list(ORDER)
    found, missing = [], {}
    for name in ORDER:
        if name in chosen:
            try:
                found.append(importlib.import_module(f"{__name__}.{name}").build(workshop))
            except (MissingError, ImportError) as error:
                missing[name] = str(error)
    return found, missing
