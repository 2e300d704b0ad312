"""The interpreter lock around C's work, as a function's policy says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ungil.generate.call_layer.context import Context
from ungil.interface import Lock


@contextmanager
def released(context: Context, *, above: str = "") -> Iterator[None]:
    """What is written inside runs without the lock where the policy releases it.

    above: for RELEASE_ABOVE, C that is true where the work is above the threshold.
    """
    out, lock, thread = context.out, context.function.policy.lock, context.names["thread"]
    if lock is Lock.HOLD:
        yield
    elif lock is Lock.RELEASE_ABOVE:
        out.line(f"PyThreadState *{thread} = NULL;")
        with out.block(f"if ({above or _is_above(context)})"):
            _release(context)
        yield
        with out.block(f"if ({thread} != NULL)"):
            _take_back(context)
    else:
        out.line(f"PyThreadState *{thread};")
        _release(context)
        yield
        _take_back(context)


def _is_above(context: Context) -> str:
    policy = context.function.policy
    assert policy.work is not None
    assert policy.threshold is not None
    work, threshold = context.exact(policy.work), context.exact(policy.threshold)
    return f"ungil_holds(ungil_greater({work}, {threshold}))"


def _release(context: Context) -> None:
    """Releases the lock. NumPy resizes no array that has one reference more than it can see."""
    for argument in context.in_place:
        context.out.line(f"Py_XINCREF({context.given(argument)});")
    context.out.line(f"{context.names['thread']} = PyEval_SaveThread();")


def _take_back(context: Context) -> None:
    context.out.line(f"PyEval_RestoreThread({context.names['thread']});")
    for argument in context.in_place:
        context.out.line(f"Py_XDECREF({context.given(argument)});")
