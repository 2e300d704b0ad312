"""NumPy itself, which has a function that does the same to arrays."""

from __future__ import annotations

from benchmarks import cases
from benchmarks.contenders import Contender
from benchmarks.workshop import MissingError, Workshop


def build(workshop: Workshop) -> Contender:
    """`np.add`, nothing to build."""
    np = cases.numpy()
    if np is None:
        raise MissingError("NumPy is not installed")
    return Contender(
        "numpy",
        np.__version__,
        "numpy",
        cases.arrays(np.add, in_array=None),
        "`np.add(a, b, r)`, with a loop of its own; finds the loop for the types in every call,"
        " broadcasts, converts; releases the lock from 500 elements on.",
    )
