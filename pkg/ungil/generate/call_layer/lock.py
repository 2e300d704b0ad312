"""The interpreter lock around C's work, as a function's policy says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ungil.generate.call_layer.context import Context
from ungil.interface import Access, Callback, Function, Integer, Lock, Parameter, Reference, Value


def is_measured(function: Function) -> bool:
    """Whether AUTO decides call by call; calls with callbacks, no pure computation, release."""
    with_callback = any(isinstance(p.form, Callback) for p in function.parameters)
    return function.policy.lock is Lock.AUTO and not with_callback


@contextmanager
def released(context: Context, *, above: str = "", length: str = "") -> Iterator[None]:
    """What is written inside runs without the lock where the policy releases it.

    above: for RELEASE_ABOVE, C that is true where the work is above the threshold.
    length: where a vectorized function's loop is written, C of how many elements it goes over.
    """
    if is_measured(context.function):
        with _measured(context, length):
            yield
        return
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


# --- AUTO -------------------------------------------------------------------------------


@contextmanager
def _measured(context: Context, length: str) -> Iterator[None]:
    """The runtime says whether to release."""
    out, names, name = context.out, context.names, context.function.name
    call = f"&{names['call']}"
    work = f"(uint64_t){length}" if length else _work(context)
    number = f"UNGIL_AUTO_LOOP_{name}" if length else f"UNGIL_AUTO_CALL_{name}"
    out.line(f"const uint64_t {names['work']} = {work};")
    out.line(f"ungil_auto_call {names['call']};")
    releases = f"ungil_auto_releases({names['state']}, {call}, {number}, {names['work']})"
    with out.block(f"if ({releases})"):
        _hold_in_place(context)
        out.line(f"ungil_auto_release({call});")
    yield
    ended = f"ungil_auto_ended({names['state']}, {call})"
    if not context.in_place:
        out.line(f"{ended};")
        return
    with out.block(f"if ({ended})"):
        _let_go(context)


def _work(context: Context) -> str:
    """The largest array's length; where there are no arrays, the largest whole number."""
    names = context.names
    sizes = [f"(uint64_t)ungil_length(&{names.array(a.parameter)})" for a in context.memories]
    if not sizes:
        numbers = filter(_is_number, context.function.parameters)
        sizes = [f"UNGIL_WORK({names.value(parameter)})" for parameter in numbers]
    largest = sizes[0] if sizes else "0"
    for size in sizes[1:]:
        largest = f"ungil_larger({largest}, {size})"
    return largest


def _is_number(parameter: Parameter) -> bool:
    match parameter.form:
        case Value(Integer()):
            return True
        case Reference(Integer(), access=access):
            return access is not Access.WRITE
    return False
