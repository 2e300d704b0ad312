"""ungil where the policy of the lock is `UNGIL_AUTO`."""

from __future__ import annotations

from benchmarks import cases
from benchmarks.contenders import Contender
from benchmarks.contenders.ungil import extension
from benchmarks.workshop import Workshop


def build(workshop: Workshop) -> Contender:
    """Generates the module and compiles it."""
    import ungil

    module = extension(workshop, "auto")
    return Contender(
        "ungil_auto",
        ungil.__version__,
        "ungil_auto",
        cases.arrays(module.add_arrays),
        "arrays under `UNGIL_AUTO`, which keeps the lock for calls as short as these.",
    )
