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
    out, lock, thread = context.out, context.function.policy.lock, _thread(context)
    if context.callbacks:
        _hold_in_place(context)
    elif lock is Lock.RELEASE_ABOVE:
        out.line(f"PyThreadState *{thread} = NULL;")
    elif lock is not Lock.HOLD:
        out.line(f"PyThreadState *{thread};")
    if lock is Lock.HOLD:
        yield
    elif lock is Lock.RELEASE_ABOVE:
        with out.block(f"if ({above or _is_above(context)})"):
            _release(context)
        yield
        with out.block(f"if ({thread} != NULL)"):
            _take_back(context)
    else:
        _release(context)
        yield
        _take_back(context)
    if context.callbacks:
        _let_go(context)


def _thread(context: Context) -> str:
    """The thread state that the call runs without: callbacks take the lock back with it."""
    return f"{context.names['callbacks']}.thread" if context.callbacks else context.names["thread"]


def _is_above(context: Context) -> str:
    policy = context.function.policy
    assert policy.work is not None
    assert policy.threshold is not None
    work, threshold = context.exact(policy.work), context.exact(policy.threshold)
    return f"ungil_holds(ungil_greater({work}, {threshold}))"


def _release(context: Context) -> None:
    if not context.callbacks:
        _hold_in_place(context)
    context.out.line(f"{_thread(context)} = PyEval_SaveThread();")


def _take_back(context: Context) -> None:
    context.out.line(f"PyEval_RestoreThread({_thread(context)});")
    if not context.callbacks:
        _let_go(context)


def _hold_in_place(context: Context) -> None:
    """NumPy resizes no array that has one reference more than it can see."""
    for argument in context.in_place:
        context.out.line(f"Py_XINCREF({context.given(argument)});")


def _let_go(context: Context) -> None:
    for argument in context.in_place:
        context.out.line(f"Py_XDECREF({context.given(argument)});")
